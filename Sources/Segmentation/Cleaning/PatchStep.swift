package import RasterModel

/// One step of a catalog's `clean` that needs whole patches: connected pixels of one class, however far they reach.
package enum PatchStep: Hashable, Sendable {
    /// Patches below an area become what surrounds them: the minimum mapping unit.
    case sieve(below: GroundArea)
    /// Holes below an area become the one class around them.
    case fill(below: GroundArea)
    /// Patches of a class stay only where their shapes are within limits.
    case keep(classValue: UInt8, limits: PatchLimits)

    /// The same step with another value for its class.
    package func mapping(_ value: (UInt8) -> UInt8) -> PatchStep {
        guard case .keep(let item, let limits) = self else { return self }
        return .keep(classValue: value(item), limits: limits)
    }

    /// What needs the size of a pixel on the ground, as the catalog writes it; nil where nothing does.
    package var groundMeasure: String? {
        switch self {
        case .sieve(let area), .fill(let area): area.squareMetres == nil ? nil : area.description
        case .keep(_, let limits):
            limits.lengths.first(where: \.needsPixelSize)?.description
        }
    }
}
