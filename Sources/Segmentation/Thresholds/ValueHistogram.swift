package import Spool

/// How often each value of an index occurs: exact counts in equal bins over a declared range.
///
/// Edge k of n is `Float(low + (high - low) k / n)`, rounded once. Bin k holds the values x with
/// `edge(k) < x <= edge(k + 1)` as Float32 compares them, so that the counts above an edge are exactly the pixels for
/// which a rule `x > edge` holds; x = low lies in bin 0. Values below or above the range are counted apart; for a
/// threshold they belong to the first and the last bin. Values that are not finite take no part.
///
/// All counts are integers, so parts may be counted in any order, by any thread, and merged: the result is the same.
package struct ValueHistogram: Sendable {
    /// Numbers of bins that a histogram may have.
    package static let binLimits = 2...32_768

    /// Low end of the range, in the unit of the values.
    package let low: Float
    /// High end of the range, in the unit of the values.
    package let high: Float
    /// Number of bins.
    package let bins: Int

    /// A value that a threshold may turn out to be, beside the edges; nil for none.
    package let probe: Float?
    private var aboveProbe = 0

    private let finder: SlotFinder
    /// Counts by slot, each in `SlotFinder.lanes` parts: equal neighbours would wait for each other at one counter.
    /// Narrow, so that they stay in the first-level cache.
    private var counters: [UInt32]
    /// How often has been counted in `counters`, at most.
    private var counted = 0
    /// What has been taken out of `counters`, by slot.
    private var totals: [Int]
    private var positions = [UInt32](repeating: 0, count: chunk)

    private static let chunk = 512

    /// Bytes that a histogram of some bins takes, about.
    package static func bytes(bins: Int) -> Int { bins * (SlotFinder.lanes * 4 + 12) }

    /// Whether a histogram of this shape can be made: finite ends in order, a permitted number of bins, and bins at
    /// least four steps of Float32 wide, so that edges differ and a value's bin can be computed.
    package static func suits(low: Float, high: Float, bins: Int) -> Bool {
        guard low.isFinite, high.isFinite, low < high, binLimits.contains(bins) else { return false }
        let extent = Double(high) - Double(low)
        let step = Double(max(low.magnitude, high.magnitude).ulp)
        return extent / Double(bins) >= 4 * step && Float(extent).isFinite && Float(Double(bins) / extent).isNormal
    }

    /// A histogram without values: the identity of `merge`.
    ///
    /// The shape must be one that `suits`; anything else traps. How many values lie above `probe` is counted exactly, too.
    package init(low: Float, high: Float, bins: Int = 1024, probe: Float? = nil) {
        precondition(Self.suits(low: low, high: high, bins: bins))
        self.probe = probe
        self.low = low
        self.high = high
        self.bins = bins
        finder = SlotFinder(low: low, high: high, bins: bins)
        counters = [UInt32](repeating: 0, count: finder.slotCount * SlotFinder.lanes)
        totals = [Int](repeating: 0, count: finder.slotCount)
    }

    /// Edge k in 0...bins, ascending, in the unit of the values. Edge 0 is `low`, edge `bins` is `high`.
    package func edge(_ k: Int) -> Float {
        precondition((0...bins).contains(k))
        return finder.edges[k]
    }

    /// Number of values in bin k, without those outside of the range.
    package func count(_ k: Int) -> Int {
        precondition((0..<bins).contains(k))
        return slot(k + SlotFinder.firstBin) + (k == 0 ? slot(SlotFinder.exactlyLow) : 0)
    }

    /// Number of values below the range.
    package var below: Int { slot(SlotFinder.below) }
    /// Number of values above the range.
    package var above: Int { slot(finder.above) }
    /// Number of valid pixels whose value is not finite; they are in no bin and in no share.
    package var invalid: Int { slot(finder.invalid) }
    /// Number of finite values: those below, in and above the range.
    package var total: Int { (0...finder.above).reduce(0) { $0 + slot($1) } }

    /// Counts by bin as a threshold sees them: what lies below or above the range is in the first or the last bin.
    var thresholdCounts: [Int] {
        var counts = (0..<bins).map { count($0) }
        counts[0] += below
        counts[bins - 1] += above
        return counts
    }

    private func slot(_ s: Int) -> Int {
        let first = s * SlotFinder.lanes
        var sum = totals[s]
        for i in first..<first + SlotFinder.lanes { sum += Int(counters[i]) }
        return sum
    }
}

// MARK: Counting

extension ValueHistogram {
    /// Counts a row of values.
    ///
    /// - Parameters:
    ///   - values: in the unit of the range. Those that are not finite are counted as `invalid`.
    ///   - validity: as many bytes; where it is 0 (nodata) the value is not looked at and not counted.
    package mutating func add(_ values: Span<Float>, where validity: Span<UInt8>) {
        precondition(values.count == validity.count)
        let finder = finder
        var positions: [UInt32] = []
        swap(&positions, &self.positions)
        defer { swap(&positions, &self.positions) }
        var start = 0
        while start < values.count {
            let part = start..<min(start + Self.chunk, values.count)
            let row = values.extracting(part)
            makeRoom(for: part.count)
            var all = positions.mutableSpan
            var found = all._mutatingExtracting(0..<part.count)
            finder.find(row, where: validity.extracting(part), into: &found)
            Self.count(row, positions: positions.span.extracting(0..<part.count), finder: finder, into: &counters)
            if let probe { aboveProbe += Self.count(row, above: probe, where: validity.extracting(part)) }
            start = part.upperBound
        }
    }

    /// Takes the counts out of `counters` before one of them could wrap around.
    private mutating func makeRoom(for count: Int) {
        if counted + count > Int(UInt32.max) {
            for s in 0..<finder.slotCount { totals[s] = slot(s) }
            for i in counters.indices { counters[i] = 0 }
            counted = 0
        }
        counted += count
    }

    private static func count(
        _ values: Span<Float>, positions: Span<UInt32>, finder: borrowing SlotFinder, into counters: inout [UInt32]
    ) {
        var counters = counters.mutableSpan
        let count = positions.count
        precondition(values.count == count)
        for i in 0..<count {
            var position = Int(positions[i])
            // Marked: too close to an edge to be told by arithmetic alone.
            if position >= counters.count { position = finder.position(of: values[i], marked: position) }
            counters[position] = counters[position] &+ 1
        }
    }

    private static func count(_ values: Span<Float>, above probe: Float, where validity: Span<UInt8>) -> Int {
        let count = values.count
        precondition(validity.count == count)
        var above: UInt32 = 0
        for i in 0..<count {
            let x = values[i]
            let isAbove: UInt32 = x > probe ? 1 : 0
            let finite: UInt32 = x - x == 0 ? .max : 0
            let valid: UInt32 = validity[i] != 0 ? .max : 0
            above &+= isAbove & finite & valid
        }
        return Int(above)
    }

    /// Adds another histogram of the same range, bins and probe. Associative and commutative.
    package mutating func merge(_ other: ValueHistogram) {
        precondition(low == other.low && high == other.high && bins == other.bins && probe == other.probe)
        aboveProbe += other.aboveProbe
        for s in totals.indices { totals[s] += other.slot(s) }
    }
}

// MARK: Reading

extension ValueHistogram {
    /// Number of values x with `x > edge(k)`, exactly; k in 0...bins.
    package func count(aboveEdge k: Int) -> Int {
        precondition((0...bins).contains(k))
        return (k + SlotFinder.firstBin...finder.above).reduce(0) { $0 + slot($1) }
    }

    /// Share 0...1 of the finite values x with `x > value`, exactly; nil where there are no values, and where `value` is
    /// neither an edge nor the probe.
    package func share(above value: Float) -> Double? {
        let total = total
        guard total > 0 else { return nil }
        if value == probe { return Double(aboveProbe) / Double(total) }
        let edge = firstEdge(notBelow: value)
        return self.edge(edge) == value ? Double(count(aboveEdge: edge)) / Double(total) : nil
    }

    /// The last edge that is not above a value; nil where there is none.
    package func edge(notAbove value: Float) -> Float? {
        let next = firstEdge(notBelow: value)
        if edge(next) <= value { return edge(next) }
        return next == 0 ? nil : edge(next - 1)
    }

    /// The first edge that is not below a value; nil where there is none.
    package func edge(notBelow value: Float) -> Float? {
        let next = edge(firstEdge(notBelow: value))
        return next < value ? nil : next
    }

    /// The value that `percent` (0...100) of the finite values do not exceed, by nearest rank (definition 1 of Hyndman
    /// and Fan 1996), rounded up to the upper edge of its bin; nil where there are no values.
    ///
    /// What lies below or above the range is given as `low` or `high`.
    package func percentile(_ percent: Double) -> Float? {
        precondition((0...100).contains(percent))
        let total = total
        guard total > 0 else { return nil }
        let rank = max(1, Int((percent * Double(total) / 100).rounded(.up)))
        var seen = below + slot(SlotFinder.exactlyLow)
        if seen >= rank { return low }
        for k in 0..<bins {
            seen += slot(k + SlotFinder.firstBin)
            if seen >= rank { return edge(k + 1) }
        }
        return high
    }

    /// Number of the first edge between two bins that is not below a value; of the last one where all are.
    func innerEdge(notBelow value: Float) -> Int { min(max(firstEdge(notBelow: value), 1), bins - 1) }

    /// The first edge that is not below a value; the last one where all are.
    private func firstEdge(notBelow value: Float) -> Int {
        var (first, last) = (0, bins)
        while first < last {
            let middle = (first + last) / 2
            if edge(middle) < value { first = middle + 1 } else { last = middle }
        }
        return first
    }
}

extension ValueHistogram: Hashable {
    /// Equal: the same range and bins, and the same counts.
    package static func == (a: ValueHistogram, b: ValueHistogram) -> Bool {
        a.low == b.low && a.high == b.high && a.bins == b.bins && a.probe == b.probe && a.aboveProbe == b.aboveProbe
            && (0...a.finder.invalid).allSatisfy { a.slot($0) == b.slot($0) }
    }

    /// Feeds what `==` compares.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(low)
        hasher.combine(high)
        hasher.combine(bins)
        hasher.combine(probe)
        hasher.combine(aboveProbe)
        for s in 0...finder.invalid { hasher.combine(slot(s)) }
    }
}

extension ValueHistogram {
    /// Appends the counts: of a range and bins that are known from elsewhere.
    package func write(to writer: inout ByteWriter) {
        writer.put(aboveProbe)
        for s in 0..<finder.slotCount { writer.put(slot(s)) }
    }

    /// Takes the counts that `write` appended, in place of its own.
    package mutating func restore(from reader: inout ByteReader) {
        aboveProbe = reader.number()
        for i in counters.indices { counters[i] = 0 }
        counted = 0
        for s in totals.indices { totals[s] = reader.number() }
    }
}
