import RasterModel

/// How many numbers there are in the disc around each pixel, row after row from the top.
struct DiscCounts {
    private var present = DiscSums<Int32>()
    private var disc = PixelDisc(radius: PixelExtent(columns: 0, rows: 0))
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var target = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var isComplete = false
    /// True where `counts` are those of a row that has all rows of the disc.
    private var isInner = false
    /// Counts of one row of the target.
    private(set) var counts: [Int32] = []

    /// Begins with other pixels.
    ///
    /// - Parameter isComplete: whether every pixel of the window has a number: then only where the window ends matters.
    mutating func begin(_ disc: PixelDisc, window: PixelWindow, target: PixelWindow, isComplete: Bool) {
        (self.disc, self.window, self.target, self.isComplete) = (disc, window, target, isComplete)
        isInner = false
        if counts.count < target.width { counts = [Int32](repeating: 0, count: target.width) }
        if !isComplete { present.begin(disc, window: window, target: target) }
    }

    /// Computes `counts` of the next row of the target.
    mutating func advance(to row: Int, _ numbers: Span<Float>) {
        guard isComplete else {
            present.advance(to: row, numbers) { $0 - $0 == 0 ? 1 : 0 }
            let sums = present.sums
            let width = target.width
            var out = counts.mutableSpan
            for i in 0..<width { out[i] = sums[i] }
            return
        }
        let rows = disc.margin.rows
        let wasInner = isInner
        isInner = row - rows >= window.row && row + rows < window.rows.upperBound
        if wasInner && isInner { return }
        let widths = (-rows...rows).filter { window.rows.contains(row + $0) }.map { disc.halfWidths[abs($0)] }
        countPlaces(widths)
    }

    private mutating func countPlaces(_ widths: [Int]) {
        let all = widths.reduce(0) { $0 + 2 * $1 + 1 }
        let reach = disc.margin.columns
        let (left, right) = (window.column, window.columns.upperBound - 1)
        for i in 0..<target.width {
            let column = target.column + i
            if column - reach >= left && column + reach <= right {
                counts[i] = Int32(all)
            } else {
                counts[i] = Int32(
                    widths.reduce(0) { $0 + min(column + $1, right) - max(column - $1, left) + 1 })
            }
        }
    }

    /// Drops the memory.
    mutating func release() { self = DiscCounts() }
}
