public import RasterModel

/// One step of a catalog's `clean` that needs whole patches: connected pixels of one class, however far they reach.
public enum PatchStep: Hashable, Sendable {
    /// Patches below an area become what surrounds them: the minimum mapping unit.
    case sieve(below: GroundArea)
    /// Holes below an area become the one class around them.
    case fill(below: GroundArea)
    /// Patches of a class stay only where their shapes are within limits.
    case keep(classValue: UInt8, limits: PatchLimits)

    /// The same step with another value for its class.
    public func mapping(_ value: (UInt8) -> UInt8) -> PatchStep {
        guard case .keep(let item, let limits) = self else { return self }
        return .keep(classValue: value(item), limits: limits)
    }

    /// What needs the size of a pixel on the ground, as the catalog writes it; nil where nothing does.
    public var groundMeasure: String? {
        switch self {
        case .sieve(let area), .fill(let area): area.squareMetres == nil ? nil : area.description
        case .keep(_, let limits):
            limits.lengths.first(where: \.needsPixelSize)?.description
        }
    }
}

/// What the patches of a linear class have to look like.
public struct PatchLimits: Hashable, Sendable {
    /// From one length to another, both included; the same unit or two units of the ground.
    public struct Lengths: Hashable, Sendable {
        /// The least.
        public var low: GroundLength
        /// The most.
        public var high: GroundLength

        /// A range from its ends.
        public init(_ low: GroundLength, _ high: GroundLength) {
            self.low = low
            self.high = high
        }
    }

    /// Mean width; nil for any.
    public var width: Lengths?
    /// Length of the centreline; nil for any.
    public var length: Lengths?
    /// Length over mean width; nil for any.
    public var elongation: ClosedRange<Double>?

    /// Limits that every patch keeps.
    public init() {}

    /// All lengths that are named.
    public var lengths: [GroundLength] { [width, length].compactMap(\.self).flatMap { [$0.low, $0.high] } }
}
