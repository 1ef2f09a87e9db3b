import RasterModel

/// Means and deviations in the disc around each pixel, of numbers whose sums integers hold exactly.
struct DiscMoments<Number: FixedWidthInteger & Sendable> {
    private var sums = DiscSums<Number>()
    private var squares = DiscSums<Number>()

    /// - Parameters:
    ///   - value: the integer of a number; 0 where it is not finite.
    ///   - quotient: of a sum and a count.
    @inline(__always)
    mutating func means(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane,
        _ counts: inout DiscCounts, _ value: (Float) -> Number, quotient: (Number, Int32) -> Float
    ) {
        let window = output.window
        sums.begin(disc, window: input.window, target: window)
        let numbers = input.numbers.span.extracting(0..<input.window.count)
        for row in window.rows {
            sums.advance(to: row, numbers, value)
            counts.advance(to: row, numbers)
            let range = output.range(row: row, column: window.column, count: window.width)
            var all = output.numbers.mutableSpan
            var out = all._mutatingExtracting(range)
            let (sum, count) = (sums.sums, counts.counts)
            let (a, b) = (sum.span.extracting(0..<out.count), count.span.extracting(0..<out.count))
            for i in 0..<out.count { out[i] = b[i] == 0 ? .nan : quotient(a[i], b[i]) }
        }
    }

    /// - Parameters:
    ///   - value: the integer of a number; 0 where it is not finite.
    ///   - unit: what an integer of 1 stands for: a power of two.
    @inline(__always)
    mutating func deviations(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane,
        _ counts: inout DiscCounts, _ value: (Float) -> Number, unit: Double
    ) {
        let window = output.window
        sums.begin(disc, window: input.window, target: window)
        squares.begin(disc, window: input.window, target: window)
        let numbers = input.numbers.span.extracting(0..<input.window.count)
        for row in window.rows {
            sums.advance(to: row, numbers, value)
            squares.advance(to: row, numbers) { number in
                let integer = value(number)
                return integer &* integer
            }
            counts.advance(to: row, numbers)
            let range = output.range(row: row, column: window.column, count: window.width)
            var all = output.numbers.mutableSpan
            var out = all._mutatingExtracting(range)
            let (sum, square, count) = (sums.sums, squares.sums, counts.counts)
            for i in 0..<out.count {
                let total = Double(count[i])
                let mean = Double(sum[i]) * unit / total
                let variance = max(0, Double(square[i]) * unit * unit / total - mean * mean)
                out[i] = count[i] == 0 ? .nan : Float(variance.squareRoot())
            }
        }
    }

    /// Drops the memory.
    mutating func release() { self = DiscMoments() }
}
