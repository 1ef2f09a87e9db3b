/// One row of numbers with room on both sides, prepared so that any stretch of it can be summed or searched at once.
///
/// Place i of a row that covers columns c... with reach r is column c - r + i. Stretches are joined from stretches of
/// 1, 2, 4, ... places, always in the same way for the same width: a sum does not depend on where a tile begins.
struct PaddedRow {
    private var extremes: [[Float]] = []
    private var sums: [[Double]] = []
    private var squares: [[Double]] = []
    private var counts: [Int32] = []
    private var values: [Double] = []
    private var presence: [Double] = []
    private var convolved: [Double] = []
    private var convolvedPresence: [Double] = []
    private var reach = 0
    private var width = 0

    // MARK: Loading

    /// Which part of a row lies in the padded range, and from which place on.
    private static func overlap(
        of count: Int, from column: Int, covering columns: Range<Int>, reach: Int
    ) -> (source: Range<Int>, offset: Int) {
        let first = columns.lowerBound - reach
        let last = columns.upperBound + reach
        let low = max(first, column)
        let high = max(low, min(last, column + count))
        return (low - column..<high - column, low - first)
    }

    private mutating func begin(_ columns: Range<Int>, reach: Int) -> Int {
        self.reach = reach
        width = columns.count
        return columns.count + 2 * reach
    }

    mutating func loadExtremes(
        _ row: Span<Float>, from column: Int, covering columns: Range<Int>, reach: Int, sign: Float
    ) {
        let length = begin(columns, reach: reach)
        let (source, offset) = Self.overlap(of: row.count, from: column, covering: columns, reach: reach)
        var base = extremes.isEmpty ? [] : extremes[0]
        Self.clear(&base, length, -.infinity)
        var span = base.mutableSpan
        for i in 0..<source.count {
            let value = sign * row[source.lowerBound + i]
            span[offset + i] = value - value == 0 ? value : -.infinity
        }
        StretchTable.make(base, length: length, reach: reach, into: &extremes) { $0 > $1 ? $0 : $1 }
    }

    mutating func loadSums(
        _ row: Span<Float>, from column: Int, covering columns: Range<Int>, reach: Int, squares needsSquares: Bool
    ) {
        let length = begin(columns, reach: reach)
        load(row, from: column, covering: columns, length: length)
        StretchTable.make(values, length: length, reach: reach, into: &sums, +)
        if needsSquares {
            var products = values
            var span = products.mutableSpan
            for i in 0..<length { span[i] *= span[i] }
            StretchTable.make(products, length: length, reach: reach, into: &squares, +)
        }
        if counts.count < length + 1 { counts = [Int32](repeating: 0, count: length + 1) }
        let present = presence
        var running: Int32 = 0
        var span = counts.mutableSpan
        for i in 0..<length {
            running += present[i] > 0 ? 1 : 0
            span[i + 1] = running
        }
    }

    /// Values as doubles, 0 where absent, and 1 or 0 for whether they are there.
    private mutating func load(_ row: Span<Float>, from column: Int, covering columns: Range<Int>, length: Int) {
        let (source, offset) = Self.overlap(of: row.count, from: column, covering: columns, reach: reach)
        Self.clear(&values, length, 0)
        Self.clear(&presence, length, 0)
        var numbers = values.mutableSpan
        for i in 0..<source.count {
            let value = row[source.lowerBound + i]
            numbers[offset + i] = value - value == 0 ? Double(value) : 0
        }
        var present = presence.mutableSpan
        for i in 0..<source.count {
            let value = row[source.lowerBound + i]
            present[offset + i] = value - value == 0 ? 1 : 0
        }
    }

    private static func clear<T>(_ values: inout [T], _ count: Int, _ value: T) {
        if values.count < count { values = [T](repeating: value, count: count) }
        var span = values.mutableSpan
        for i in 0..<count { span[i] = value }
    }

    // MARK: Using

    /// Raises each number to the largest within `halfWidth` places of its own.
    func raise(_ line: inout MutableSpan<Float>, halfWidth: Int) {
        StretchTable.raise(&line, by: extremes, reach: reach, halfWidth: halfWidth)
    }

    func addSums(to totals: inout [Double], _ line: Range<Int>, halfWidth: Int) {
        Self.add(sums, reach: reach, to: &totals, line, halfWidth: halfWidth)
    }

    func addSquares(to totals: inout [Double], _ line: Range<Int>, halfWidth: Int) {
        Self.add(squares, reach: reach, to: &totals, line, halfWidth: halfWidth)
    }

    func addCounts(to totals: inout [Int32], _ line: Range<Int>, halfWidth: Int) {
        let low = counts.span.extracting(reach - halfWidth..<reach - halfWidth + line.count)
        let high = counts.span.extracting(reach + halfWidth + 1..<reach + halfWidth + 1 + line.count)
        var all = totals.mutableSpan
        var out = all._mutatingExtracting(line)
        for i in 0..<out.count { out[i] &+= high[i] &- low[i] }
    }

    private static func add(
        _ levels: [[Double]], reach: Int, to totals: inout [Double], _ line: Range<Int>, halfWidth: Int
    ) {
        let stretch = 2 * halfWidth + 1
        var offset = reach - halfWidth
        var all = totals.mutableSpan
        for level in levels.indices.reversed() where stretch & (1 << level) != 0 {
            let table = levels[level]
            let part = table.span.extracting(offset..<offset + line.count)
            var out = all._mutatingExtracting(line)
            for i in 0..<out.count { out[i] += part[i] }
            offset += 1 << level
        }
    }

    // MARK: Convolution

    mutating func convolve(_ row: Span<Float>, from column: Int, covering columns: Range<Int>, weights: [Double]) {
        let length = begin(columns, reach: weights.count / 2)
        load(row, from: column, covering: columns, length: length)
        Self.convolve(values, weights, count: width, into: &convolved)
        Self.convolve(presence, weights, count: width, into: &convolvedPresence)
    }

    private static func convolve(_ values: [Double], _ weights: [Double], count: Int, into out: inout [Double]) {
        clear(&out, count, 0)
        for (k, weight) in weights.enumerated() {
            let part = values.span.extracting(k..<k + count)
            var sums = out.mutableSpan
            for i in 0..<count { sums[i] += weight * part[i] }
        }
    }

    /// Adds the convolved row times a weight.
    func addConvolved(_ weight: Double, to sums: inout [Double], _ weights: inout [Double], _ line: Range<Int>) {
        Self.add(weight, convolved, to: &sums, line)
        Self.add(weight, convolvedPresence, to: &weights, line)
    }

    private static func add(_ weight: Double, _ values: [Double], to totals: inout [Double], _ line: Range<Int>) {
        let part = values.span.extracting(0..<line.count)
        var all = totals.mutableSpan
        var out = all._mutatingExtracting(line)
        for i in 0..<out.count { out[i] += weight * part[i] }
    }
}
