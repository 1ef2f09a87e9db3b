package import RasterModel

/// What the patches of a linear class have to look like.
package struct PatchLimits: Hashable, Sendable {
    /// From one length to another, both included; the same unit or two units of the ground.
    package struct Lengths: Hashable, Sendable {
        /// The least.
        package var low: GroundLength
        /// The most.
        package var high: GroundLength

        /// A range from its ends.
        package init(_ low: GroundLength, _ high: GroundLength) {
            self.low = low
            self.high = high
        }
    }

    /// Mean width; nil for any.
    package var width: Lengths?
    /// Length of the centreline; nil for any.
    package var length: Lengths?
    /// Length over mean width; nil for any.
    package var elongation: ClosedRange<Double>?

    /// Limits that every patch keeps.
    package init() {}

    /// All lengths that are named.
    package var lengths: [GroundLength] { [width, length].compactMap(\.self).flatMap { [$0.low, $0.high] } }
}
