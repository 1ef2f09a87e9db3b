import RasterModel

/// Sums of integers in the disc around each pixel, row after row from the top: in two or three steps per pixel for each
/// different row of the disc.
///
/// Integers wrap around and may be added and taken away in any order: what fits at the end is exact. A stretch of a row
/// is the difference of two running sums, and the rows in the middle of the disc, which are equally wide but for the
/// first, are one stretch of their sum.
struct DiscSums<Number: FixedWidthInteger & Sendable> {
    private var disc = PixelDisc(radius: PixelExtent(columns: 0, rows: 0))
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var target = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    /// Running sums of the rows at hand, `length` numbers each: before each place of a row, with room for the disc on
    /// both sides.
    private var running: [Number] = []
    private var length = 0
    private var ringRows = 0
    /// First row that has not been loaded.
    private var next = 0
    /// Rows above and below that are as wide as the first ones.
    private var middle = 0
    /// Running sums of all rows in the middle.
    private var box: [Number] = []
    /// Row of the target that the box belongs to.
    private var boxRow: Int?
    /// Sums of one row of the target.
    private(set) var sums: [Number] = []

    /// Begins with other pixels.
    mutating func begin(_ disc: PixelDisc, window: PixelWindow, target: PixelWindow) {
        (self.disc, self.window, self.target) = (disc, window, target)
        length = target.width + 2 * disc.margin.columns + 1
        ringRows = max(1, min(2 * disc.margin.rows + 2, window.height))
        grow(&running, ringRows * length)
        grow(&box, length)
        grow(&sums, target.width)
        let widths = disc.halfWidths
        middle = widths.count > 1 ? (widths.lastIndex { $0 == widths[1] } ?? 0) : 0
        next = max(window.row, target.row - disc.margin.rows)
        boxRow = nil
    }

    /// Computes `sums` of the next row of the target.
    ///
    /// - Parameter value: makes an integer of a number.
    @inline(__always)
    mutating func advance(to row: Int, _ numbers: Span<Float>, _ value: (Float) -> Number) {
        let last = min(row + disc.margin.rows, window.rows.upperBound - 1)
        while next <= last {
            let start = (next - window.row) * window.width
            load(next, numbers.extracting(start..<start + window.width), value)
            next += 1
        }
        moveBox(to: row)
        add(row)
    }

    /// Drops the memory.
    mutating func release() { self = DiscSums() }

    /// Where the running sums of a row are; nil outside of the window.
    private func place(_ row: Int) -> Range<Int>? {
        guard window.rows.contains(row) else { return nil }
        let start = (row - window.row) % ringRows * length
        return start..<start + length
    }

    @inline(__always)
    private mutating func load(_ row: Int, _ numbers: Span<Float>, _ value: (Float) -> Number) {
        guard let place = place(row) else { return }
        let first = target.column - disc.margin.columns
        let low = min(max(0, window.column - first), length - 1)
        let high = max(low, min(length - 1, window.columns.upperBound - first))
        let source = numbers.extracting(low + first - window.column..<high + first - window.column)
        var all = running.mutableSpan
        var line = all._mutatingExtracting(place)
        for i in 0...low { line[i] = 0 }
        var values = line._mutatingExtracting(low + 1..<high + 1)
        let sum = run(source, into: &values, value)
        for i in high + 1..<max(high + 1, line.count) { line[i] = sum }
    }

    // MARK: Summing

    private mutating func moveBox(to row: Int) {
        if middle == 0 { return }
        var box: [Number] = []
        swap(&box, &self.box)
        var out = box.mutableSpan
        if boxRow == row - 1 {
            if let place = place(row + middle) { addLine(running.span.extracting(place), to: &out) }
            if let place = place(row - middle - 1) { subtractLine(running.span.extracting(place), from: &out) }
        } else {
            for i in 0..<length { out[i] = 0 }
            for line in row - middle...row + middle {
                if let place = place(line) { addLine(running.span.extracting(place), to: &out) }
            }
        }
        swap(&box, &self.box)
        boxRow = row
    }

    private mutating func add(_ row: Int) {
        var sums: [Number] = []
        swap(&sums, &self.sums)
        var all = sums.mutableSpan
        var out = all._mutatingExtracting(0..<target.width)
        let widths = disc.halfWidths
        if middle > 0 {
            begin(&out, box.span, halfWidth: widths[1])
            if widths[0] > widths[1], let place = place(row) { widen(&out, running.span.extracting(place)) }
        } else if let place = place(row) {
            begin(&out, running.span.extracting(place), halfWidth: widths[0])
        }
        for j in middle + 1..<max(middle + 1, widths.count) {
            if let above = place(row - j), let below = place(row + j) {
                addPair(running.span.extracting(above), running.span.extracting(below), to: &out, halfWidth: widths[j])
            } else if let place = place(row - j) ?? place(row + j) {
                addStretch(running.span.extracting(place), to: &out, halfWidth: widths[j])
            }
        }
        swap(&sums, &self.sums)
    }

    private func begin(_ out: inout MutableSpan<Number>, _ line: Span<Number>, halfWidth: Int) {
        let low = disc.margin.columns - halfWidth
        let high = disc.margin.columns + halfWidth + 1
        subtract(line.extracting(high..<high + out.count), line.extracting(low..<low + out.count), into: &out)
    }

    private func addStretch(_ line: Span<Number>, to out: inout MutableSpan<Number>, halfWidth: Int) {
        let low = disc.margin.columns - halfWidth
        let high = disc.margin.columns + halfWidth + 1
        addDifference(line.extracting(high..<high + out.count), line.extracting(low..<low + out.count), to: &out)
    }

    private func addPair(
        _ above: Span<Number>, _ below: Span<Number>, to out: inout MutableSpan<Number>, halfWidth: Int
    ) {
        let low = disc.margin.columns - halfWidth
        let high = disc.margin.columns + halfWidth + 1
        addDifferences(
            above.extracting(high..<high + out.count), above.extracting(low..<low + out.count),
            below.extracting(high..<high + out.count), below.extracting(low..<low + out.count), to: &out)
    }

    /// Adds what the first row of the disc has on both sides beyond the second.
    private func widen(_ out: inout MutableSpan<Number>, _ line: Span<Number>) {
        let (reach, inner) = (disc.margin.columns, disc.halfWidths[1])
        addDifferences(
            line.extracting(2 * reach + 1..<2 * reach + 1 + out.count),
            line.extracting(reach + inner + 1..<reach + inner + 1 + out.count),
            line.extracting(reach - inner..<reach - inner + out.count), line.extracting(0..<out.count), to: &out)
    }
}

// Loops that the optimiser turns into vector code: one count, checked once.

/// Running sums of integers, and the last of them.
@inline(__always)
private func run<Number: FixedWidthInteger>(
    _ numbers: Span<Float>, into out: inout MutableSpan<Number>, _ value: (Float) -> Number
) -> Number {
    let count = out.count
    precondition(numbers.count == count)
    for i in 0..<count { out[i] = value(numbers[i]) }
    var sum: Number = 0
    for i in 0..<count {
        sum &+= out[i]
        out[i] = sum
    }
    return sum
}

private func addLine<Number: FixedWidthInteger>(_ line: Span<Number>, to out: inout MutableSpan<Number>) {
    let count = line.count
    precondition(out.count >= count)
    for i in 0..<count { out[i] &+= line[i] }
}

private func subtractLine<Number: FixedWidthInteger>(_ line: Span<Number>, from out: inout MutableSpan<Number>) {
    let count = line.count
    precondition(out.count >= count)
    for i in 0..<count { out[i] &-= line[i] }
}

private func subtract<Number: FixedWidthInteger>(
    _ a: Span<Number>, _ b: Span<Number>, into out: inout MutableSpan<Number>
) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    for i in 0..<count { out[i] = a[i] &- b[i] }
}

private func addDifference<Number: FixedWidthInteger>(
    _ a: Span<Number>, _ b: Span<Number>, to out: inout MutableSpan<Number>
) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    for i in 0..<count { out[i] &+= a[i] &- b[i] }
}

private func addDifferences<Number: FixedWidthInteger>(
    _ a: Span<Number>, _ b: Span<Number>, _ c: Span<Number>, _ d: Span<Number>, to out: inout MutableSpan<Number>
) {
    let count = out.count
    precondition(a.count == count && b.count == count && c.count == count && d.count == count)
    for i in 0..<count { out[i] &+= (a[i] &- b[i]) &+ (c[i] &- d[i]) }
}

private func grow<Number: FixedWidthInteger>(_ values: inout [Number], _ count: Int) {
    if values.count < count { values = [Number](repeating: 0, count: count) }
}
