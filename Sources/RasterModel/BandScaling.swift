/// What turns a stored number into the measured one: stored * scale + offset, each step rounded to Float32.
public struct BandScaling: Hashable, Sendable {
    /// Factor, applied first.
    public var scale: Float
    /// Summand, applied after the factor.
    public var offset: Float

    /// A scaling from factor and summand.
    public init(scale: Float, offset: Float) {
        self.scale = scale
        self.offset = offset
    }

    /// Scales a row in place.
    public func apply(to row: inout MutableSpan<Float>) {
        for i in 0..<row.count {
            let scaled = row[i] * scale
            row[i] = scaled + offset
        }
    }
}
