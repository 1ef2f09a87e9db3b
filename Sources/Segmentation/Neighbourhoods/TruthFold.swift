import RasterModel

/// Whether something holds anywhere, or everywhere, in a small disc around each pixel: the largest or smallest truth, a
/// row of the disc at a time.
///
/// Level k of a row has the largest of the 2^k truths from each place on, so that two of them cover any stretch.
struct TruthFold {
    /// Rows above and below a pixel up to which this takes fewer steps than `TruthSpread`.
    static let farthest = 24

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
                raise(&line, reach: disc.margin.columns, halfWidth: disc.halfWidths[abs(target - row)])
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
        var base = takeLevel(0, length)
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
        swap(&base, &levels[0])
        doubleLevels(length, stretch: 2 * reach + 1)
    }

    private mutating func doubleLevels(_ length: Int, stretch: Int) {
        var (level, step) = (1, 1)
        while 2 * step <= stretch {
            var next = takeLevel(level, length)
            let count = length - 2 * step + 1
            var all = next.mutableSpan
            var out = all._mutatingExtracting(0..<count)
            let before = levels[level - 1]
            larger(before.span.extracting(0..<count), before.span.extracting(step..<step + count), into: &out)
            swap(&next, &levels[level])
            (level, step) = (level + 1, 2 * step)
        }
    }

    /// Takes a level out for writing, with room for a length.
    private mutating func takeLevel(_ level: Int, _ length: Int) -> [UInt8] {
        if levels.count == level { levels.append([]) }
        var taken: [UInt8] = []
        swap(&taken, &levels[level])
        if taken.count < length { taken = [UInt8](repeating: 0, count: length) }
        return taken
    }

    /// Raises each truth to the largest within `halfWidth` places of its own.
    private func raise(_ line: inout MutableSpan<UInt8>, reach: Int, halfWidth: Int) {
        let stretch = 2 * halfWidth + 1
        let level = Int.bitWidth - 1 - stretch.leadingZeroBitCount
        let table = levels[level]
        let first = reach - halfWidth
        let second = reach + halfWidth + 1 - (1 << level)
        let count = line.count
        let a = table.span.extracting(first..<first + count)
        let b = table.span.extracting(second..<second + count)
        for i in 0..<count { line[i] = max(line[i], max(a[i], b[i])) }
    }
}

private func larger(_ a: Span<UInt8>, _ b: Span<UInt8>, into out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    for i in 0..<count { out[i] = max(a[i], b[i]) }
}
