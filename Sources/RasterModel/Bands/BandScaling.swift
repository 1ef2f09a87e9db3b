/// What turns a stored number into the measured one: stored * scale + offset, each step rounded to Float32.
package struct BandScaling: Hashable, Sendable {
    /// Factor, applied first.
    package var scale: Float
    /// Summand, applied after the factor.
    package var offset: Float

    /// A scaling from factor and summand.
    package init(scale: Float, offset: Float) {
        self.scale = scale
        self.offset = offset
    }

    /// Scales a row in place.
    package func apply(to row: inout MutableSpan<Float>) {
        for i in 0..<row.count {
            let scaled = row[i] * scale
            row[i] = scaled + offset
        }
    }
}
