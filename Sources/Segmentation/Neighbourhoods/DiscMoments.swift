import RasterModel

/// Means and deviations in the disc around each pixel, of numbers whose sums integers hold exactly.
struct DiscMoments<Integer: FixedWidthInteger & Sendable> {
    private var sums = DiscSums<Integer>()
    private var squares = DiscSums<Integer>()

    mutating func means<Numbers: DiscNumbers>(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane,
        _ counts: inout DiscCounts, as integers: Numbers
    ) where Numbers.Integer == Integer {
        let window = output.window
        sums.begin(disc, window: input.window, target: window)
        let numbers = input.numbers.span.extracting(0..<input.window.count)
        for row in window.rows {
            sums.advance(to: row, numbers) { integers.integer($0) }
            counts.advance(to: row, numbers)
            let range = output.range(row: row, column: window.column, count: window.width)
            var all = output.numbers.mutableSpan
            var out = all._mutatingExtracting(range)
            let (sum, count) = (sums.sums, counts.counts)
            divide(sum.span.extracting(0..<out.count), count.span.extracting(0..<out.count), into: &out, integers)
        }
    }

    mutating func deviations<Numbers: DiscNumbers>(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane,
        _ counts: inout DiscCounts, as integers: Numbers
    ) where Numbers.Integer == Integer {
        let window = output.window
        sums.begin(disc, window: input.window, target: window)
        squares.begin(disc, window: input.window, target: window)
        let numbers = input.numbers.span.extracting(0..<input.window.count)
        for row in window.rows {
            sums.advance(to: row, numbers) { integers.integer($0) }
            squares.advance(to: row, numbers) { number in
                let integer = integers.integer(number)
                return integer &* integer
            }
            counts.advance(to: row, numbers)
            let range = output.range(row: row, column: window.column, count: window.width)
            var all = output.numbers.mutableSpan
            var out = all._mutatingExtracting(range)
            let (sum, square, count) = (sums.sums, squares.sums, counts.counts)
            for i in 0..<out.count {
                let total = Double(count[i])
                let mean = integers.total(sum[i], squares: false) / total
                let variance = max(0, integers.total(square[i], squares: true) / total - mean * mean)
                out[i] = count[i] == 0 ? .nan : Float(variance.squareRoot())
            }
        }
    }

    /// Drops the memory.
    mutating func release() { self = DiscMoments() }
}

private func divide<Numbers: DiscNumbers>(
    _ sums: Span<Numbers.Integer>, _ counts: Span<Int32>, into out: inout MutableSpan<Float>, _ integers: Numbers
) {
    let count = out.count
    precondition(sums.count == count && counts.count == count)
    for i in 0..<count {
        let mean = integers.mean(sums[i], of: counts[i])
        out[i] = counts[i] == 0 ? .nan : mean
    }
}
