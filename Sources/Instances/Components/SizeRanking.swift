package import Spool

/// Quantiles of the sizes of any number of objects, by group (the raster, each zone), in bounded memory: exact, because
/// all sizes are sorted.
package struct SizeRanking {
    private var sort: SpilledSort<SizeKey>
    private var counts: [Int: Int] = [:]

    /// A ranking without sizes.
    ///
    /// - Parameter memory: bytes of sizes to collect before they are written.
    package init(store: any SpillStore, memory: Int = 4_000_000) {
        sort = SpilledSort(store: store, memory: memory)
    }

    /// Adds an object.
    ///
    /// - Parameters:
    ///   - size: finite, not negative.
    ///   - group: not negative.
    ///   - number: of the object; none twice in a group.
    package mutating func add(_ size: Double, group: Int, number: Int) throws {
        precondition(size >= 0 && size.isFinite && group >= 0)
        try sort.add(SizeKey(group: group, size: size, number: number), NoValue())
        counts[group, default: 0] += 1
    }

    /// Quantiles of each group that has objects: between two sizes linearly, as numpy and R (type 7) do by default.
    ///
    /// - Parameter shares: 0...1, ascending; 0 is the least, 1 the largest size.
    package consuming func quantiles(_ shares: [Double]) throws -> [Int: [Double]] {
        let counts = counts
        var entries = try sort.sorted()
        var quantiles: [Int: [Double]] = [:]
        var group = -1
        var wanted = QuantileSearch(shares, count: 1)
        while let key = try entries.next(as: NoValue.self)?.key {
            if key.group != group {
                group = key.group
                wanted = QuantileSearch(shares, count: counts[group] ?? 1)
            }
            wanted.pass(key.size)
            if wanted.isComplete { quantiles[group] = wanted.quantiles }
        }
        return quantiles
    }
}

/// Picks quantiles out of ascending sizes that pass by.
private struct QuantileSearch {
    /// Between which sizes each quantile is, as a rank from 0.
    private let ranks: [Double]
    private(set) var quantiles: [Double]
    private var passed = 0
    private let count: Int

    init(_ shares: [Double], count: Int) {
        self.count = count
        ranks = shares.map { $0 * Double(count - 1) }
        quantiles = shares.map { _ in 0 }
    }

    var isComplete: Bool { passed == count }

    mutating func pass(_ size: Double) {
        for (index, rank) in ranks.enumerated() {
            let lower = rank.rounded(.down)
            if lower == Double(passed) { quantiles[index] = size }
            if lower + 1 == Double(passed) { quantiles[index] += (rank - lower) * (size - quantiles[index]) }
        }
        passed += 1
    }
}

private struct NoValue: Spillable {
    init() {}
    package func write(to writer: inout ByteWriter) {}
    package init(from reader: inout ByteReader) {}
}

/// Sizes in ascending order by group; the number keeps equal sizes apart.
private struct SizeKey: SpillKey {
    let group: Int
    let size: Double
    let number: Int

    init(group: Int, size: Double, number: Int) {
        self.group = group
        self.size = size
        self.number = number
    }

    static func < (a: SizeKey, b: SizeKey) -> Bool { (a.group, a.size, a.number) < (b.group, b.size, b.number) }

    package func write(to writer: inout ByteWriter) {
        writer.put(group)
        writer.put(wide: UInt128(size.bitPattern))
        writer.put(number)
    }

    package init(from reader: inout ByteReader) {
        group = reader.number()
        size = Double(bitPattern: UInt64(reader.wideNumber()))
        number = reader.number()
    }
}
