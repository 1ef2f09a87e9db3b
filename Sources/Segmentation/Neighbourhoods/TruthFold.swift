import RasterModel

/// Whether something holds anywhere, or everywhere, in a small disc around each pixel: the largest or smallest truth, a
/// row of the disc at a time.
struct TruthFold {
    /// Rows above and below a pixel up to which this takes fewer steps than `TruthSpread`.
    static let farthest = 24

    /// The row at hand, with the largest truths of its stretches.
    private var levels: [[UInt8]] = []

    /// Kleene's `or` over the disc; absent pixels are false.
    mutating func any(_ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane)
    {
        fold(disc, of: input, flip: 0, into: &output)
    }

    /// Kleene's `and` over the disc; absent pixels are true.
    mutating func all(_ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane)
    {
        fold(disc, of: input, flip: 2, into: &output)
    }

    /// - Parameter flip: 2 to make the opposite of each truth before and after; else 0.
    private mutating func fold(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, flip: UInt8, into output: inout NeighbourhoodPlane
    ) {
        let window = output.window
        var truths: [UInt8] = []
        swap(&truths, &output.truths)
        var all = truths.mutableSpan
        var out = all._mutatingExtracting(0..<window.count)
        fill(&out, with: Truth.no.rawValue)
        for row in input.window.rows {
            let first = max(window.row, row - disc.margin.rows)
            let last = min(window.rows.upperBound - 1, row + disc.margin.rows)
            if first > last { continue }
            let place = input.range(row: row, column: input.window.column, count: input.window.width)
            load(input.truths.span.extracting(place), input.window, disc.margin.columns, window, flip)
            for target in first...last {
                let start = (target - window.row) * window.width
                var line = out._mutatingExtracting(start..<start + window.width)
                StretchTable.raise(
                    &line, by: levels, reach: disc.margin.columns, halfWidth: disc.halfWidths[abs(target - row)])
            }
        }
        if flip != 0 { for i in 0..<out.count { out[i] = flip &- out[i] } }
        swap(&truths, &output.truths)
    }

    private mutating func load(
        _ row: Span<UInt8>, _ window: PixelWindow, _ reach: Int, _ target: PixelWindow, _ flip: UInt8
    ) {
        let length = target.width + 2 * reach
        let first = target.column - reach
        let low = min(max(0, window.column - first), length)
        let high = max(low, min(length, window.columns.upperBound - first))
        var base = takeRow(length)
        var span = base.mutableSpan
        for i in 0..<low { span[i] = 0 }
        let source = row.extracting(low + first - window.column..<high + first - window.column)
        var values = span._mutatingExtracting(low..<high)
        // Not (all x) is any (not x).
        if flip == 0 {
            for i in 0..<values.count { values[i] = source[i] }
        } else {
            for i in 0..<values.count { values[i] = flip &- source[i] }
        }
        for i in high..<length { span[i] = 0 }
        StretchTable.make(base, length: length, reach: reach, into: &levels) { $0 > $1 ? $0 : $1 }
    }

    /// Takes the row out for writing, with room for a length.
    private mutating func takeRow(_ length: Int) -> [UInt8] {
        if levels.isEmpty { levels.append([]) }
        var taken: [UInt8] = []
        swap(&taken, &levels[0])
        if taken.count < length { taken = [UInt8](repeating: 0, count: length) }
        return taken
    }
}
