import Segmentation
import TestSupport
import Testing

extension ValueHistogram {
    /// A histogram of values, all valid.
    init(_ values: [Float], low: Float = -1, high: Float = 2, bins: Int = 1024, probe: Float? = nil) {
        self.init(low: low, high: high, bins: bins, probe: probe)
        add(values.span, where: [UInt8](repeating: 255, count: values.count).span)
    }

    var counts: [Int] { (0..<bins).map { count($0) } }
}

@Suite("Histogram of an index")
struct ValueHistogramTests {
    struct Shape: Sendable {
        let low: Float
        let high: Float
        let bins: Int

        static let all = [
            Shape(low: -1, high: 2, bins: 1024), Shape(low: -1, high: 1, bins: 1024),
            Shape(low: -1, high: 1, bins: 1000),
            Shape(low: 0, high: 255, bins: 256), Shape(low: 0, high: 1, bins: 2),
            Shape(low: -0.3, high: 0.7, bins: 4096),
            Shape(low: 1000, high: 1001, bins: 4096), Shape(low: 0, high: 1e-30, bins: 777),
            Shape(low: -1e38, high: 2e38, bins: 99), Shape(low: -7, high: -5, bins: 1024),
            Shape(low: -1, high: 1, bins: 32_768),
        ]

        /// Values in, near and far from the range, each edge with its neighbours, and what is no number.
        func values(seed: Int) -> [Float] {
            var random = SeededGenerator(seed)
            let histogram = ValueHistogram(low: low, high: high, bins: bins)
            let edges = (0...bins).flatMap { k in
                let edge = histogram.edge(k)
                return [edge.nextDown.nextDown, edge.nextDown, edge, edge.nextUp, edge.nextUp.nextUp]
            }
            let inside = (0..<4000).map { _ in Float.random(in: low...high, using: &random) }
            let any = (0..<4000).map { _ in Float(bitPattern: .random(in: 0...(.max), using: &random)) }
            return edges + inside + any + [
                0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .nan, .infinity,
            ]
        }
    }

    @Test("The count above an edge is the number of values that compare as greater", arguments: Shape.all)
    func agreesWithComparison(_ shape: Shape) {
        let values = shape.values(seed: 1)
        let histogram = ValueHistogram(values, low: shape.low, high: shape.high, bins: shape.bins)
        let sorted = values.filter(\.isFinite).sorted()
        var notAbove = 0
        var previous = 0
        for k in 0...shape.bins {
            let edge = histogram.edge(k)
            while notAbove < sorted.count, !(sorted[notAbove] > edge) { notAbove += 1 }
            // `count(aboveEdge:)` adds up all bins: of very many edges only some.
            if shape.bins <= 1024 || k % 199 == 0 {
                #expect(histogram.count(aboveEdge: k) == sorted.count - notAbove, "edge \(k)")
            }
            if k > 1 { #expect(histogram.count(k - 1) == notAbove - previous, "bin \(k - 1)") }
            previous = notAbove
        }
        #expect(histogram.above == sorted.count { $0 > shape.high })
        #expect(histogram.below == sorted.count { $0 < shape.low })
        #expect(histogram.count(0) == sorted.count { $0 >= shape.low && $0 <= histogram.edge(1) })
        #expect(histogram.total == sorted.count)
        #expect(histogram.invalid == values.count - sorted.count)
    }

    @Test("Edges are the range in equal parts, rounded once", arguments: Shape.all)
    func edges(_ shape: Shape) {
        let histogram = ValueHistogram(low: shape.low, high: shape.high, bins: shape.bins)
        #expect(histogram.edge(0) == shape.low)
        #expect(histogram.edge(shape.bins) == shape.high)
        let extent = Double(shape.high) - Double(shape.low)
        for k in 1...shape.bins {
            #expect(histogram.edge(k) > histogram.edge(k - 1))
            #expect(histogram.edge(k) == Float(Double(shape.low) + extent * Double(k) / Double(shape.bins)))
        }
    }

    @Test("A small example: a value on an edge lies in the bin below it, the low end in the first")
    func example() {
        let values: [Float] = [-0.5, 0, 0.1, 1, 1.5, 2, 2.5, 4, 4.5, 9, .nan, -.infinity, 3]
        var histogram = ValueHistogram(low: 0, high: 4, bins: 4)
        histogram.add(values.span, where: [255, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0].span)
        #expect(histogram.counts == [3, 2, 1, 1])
        #expect(histogram.below == 1)
        #expect(histogram.above == 2)
        #expect(histogram.invalid == 2)
        #expect(histogram.total == 10)
        #expect(histogram.share(above: 2) == 0.4)
        #expect(histogram.share(above: 0) == 0.8)
        // Neither an edge nor the probe: not known.
        #expect(histogram.share(above: 1.5) == nil && histogram.share(above: -3) == nil)
        #expect(histogram.edge(notAbove: 1.5) == 1 && histogram.edge(notBelow: 1.5) == 2)
        #expect(histogram.edge(notAbove: 2) == 2 && histogram.edge(notBelow: 2) == 2)
        #expect(histogram.edge(notAbove: -3) == nil && histogram.edge(notBelow: 99) == nil)
        #expect(histogram.edge(notAbove: 99) == 4 && histogram.edge(notBelow: -3) == 0)
    }

    @Test(
        "What lies above the probe is counted as the rule compares it", arguments: [-0.31, 0.1, 0.1004, 7] as [Float])
    func probe(_ probe: Float) throws {
        var random = SeededGenerator(9)
        let values: [Float] =
            [probe, probe.nextUp, probe.nextDown, .nan, .infinity, -.infinity]
            + (0..<5000).map { _ in Float.random(in: -1.5...9, using: &random) }
        let histogram = ValueHistogram(values, probe: probe)
        let finite = values.filter(\.isFinite)
        let above = finite.count { $0 > probe }
        #expect(histogram.share(above: probe) == Double(above) / Double(finite.count))
    }

    @Test("Where the validity is 0 nothing is counted, not even what is no number")
    func nodata() {
        var histogram = ValueHistogram(low: -1, high: 2)
        histogram.add([0.5, .nan, 7, -.infinity].span, where: [0, 0, 0, 0].span)
        #expect(histogram == ValueHistogram(low: -1, high: 2))
        #expect(histogram.share(above: 0) == nil)
        #expect(histogram.percentile(50) == nil)
    }

    @Test("Merging is associative and commutative, and an empty histogram changes nothing", arguments: 0..<10)
    func merge(_ seed: Int) {
        let shape = Shape(low: -1, high: 2, bins: 64)
        let parts = (0..<3).map { ValueHistogram(shape.values(seed: seed * 3 + $0), low: -1, high: 2, bins: 64) }
        func merged(_ a: ValueHistogram, _ b: ValueHistogram) -> ValueHistogram {
            var sum = a
            sum.merge(b)
            return sum
        }
        let empty = ValueHistogram(low: -1, high: 2, bins: 64)
        #expect(merged(parts[0], parts[1]) == merged(parts[1], parts[0]))
        #expect(merged(merged(parts[0], parts[1]), parts[2]) == merged(parts[0], merged(parts[1], parts[2])))
        #expect(merged(parts[0], empty) == parts[0])
        #expect(merged(empty, parts[0]) == parts[0])
        #expect(merged(parts[0], parts[1]).hashValue == merged(parts[1], parts[0]).hashValue)
        #expect(parts[0] != parts[1])
        #expect(empty != ValueHistogram(low: -1, high: 2, bins: 65))
    }

    @Test("Rows of any length, in any order, count the same", arguments: 0..<10)
    func rows(_ seed: Int) {
        var random = SeededGenerator(seed)
        let values = Shape.all[0].values(seed: seed)
        let validity = values.map { _ in UInt8([0, 255, 1].randomElement(using: &random) ?? 0) }
        var whole = ValueHistogram(low: -1, high: 2)
        whole.add(values.span, where: validity.span)
        var parts: [Range<Int>] = []
        while let start = Optional(parts.last?.upperBound ?? 0), start < values.count {
            parts.append(start..<min(values.count, start + .random(in: 0...1500, using: &random)))
        }
        var pieces = ValueHistogram(low: -1, high: 2)
        for part in parts.shuffled(using: &random) {
            pieces.add(values.span.extracting(part), where: validity.span.extracting(part))
        }
        #expect(pieces == whole)
        #expect(pieces.total + pieces.invalid == validity.count { $0 != 0 })
    }

    @Test("A percentile is the upper edge of the bin of the value of that rank")
    func percentiles() throws {
        var random = SeededGenerator(5)
        let values = (0..<1001).map { _ in Float.random(in: -1.2...2.2, using: &random) }
        let sorted = values.sorted()
        let histogram = ValueHistogram(values)
        for percent in [0, 0.05, 1, 5, 25, 50, 75, 95, 99, 100] {
            let rank = max(1, Int((percent * 1001 / 100).rounded(.up)))
            let exact = min(max(sorted[rank - 1], -1), 2)
            let read = try #require(histogram.percentile(percent))
            #expect(read >= exact)
            #expect(read - exact <= 3.0 / 1024 * 1.001)
        }
        #expect(histogram.percentile(0) == -1)
        #expect(histogram.percentile(100) == 2)
    }

    @Test("Shapes that cannot be counted exactly are told beforehand")
    func shapes() {
        #expect(ValueHistogram.suits(low: -1, high: 2, bins: 1024))
        #expect(ValueHistogram.suits(low: 0, high: 65_535, bins: 32_768))
        #expect(!ValueHistogram.suits(low: 2, high: -1, bins: 1024))
        #expect(!ValueHistogram.suits(low: 1, high: 1, bins: 1024))
        #expect(!ValueHistogram.suits(low: .nan, high: 1, bins: 1024))
        #expect(!ValueHistogram.suits(low: 0, high: .infinity, bins: 1024))
        #expect(!ValueHistogram.suits(low: 0, high: 1, bins: 1))
        #expect(!ValueHistogram.suits(low: 0, high: 1, bins: 32_769))
        #expect(!ValueHistogram.suits(low: 1000, high: 1000.1, bins: 1024))
        #expect(!ValueHistogram.suits(low: -3e38, high: 3e38, bins: 1024))
        #expect(!ValueHistogram.suits(low: 0, high: .leastNormalMagnitude, bins: 16))
    }
}
