import Spool
import Instances
import TestSupport
import Testing

@Suite("Size ranking")
struct SizeRankingTests {
    /// By the definition, over all sizes at once.
    private func quantile(_ sizes: [Double], _ share: Double) -> Double {
        let sorted = sizes.sorted()
        let rank = share * Double(sorted.count - 1)
        let lower = Int(rank)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (rank - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    @Test("quantiles of each group are those of its sorted sizes, however little is kept in memory")
    func quantiles() throws {
        var random = SeededGenerator(5)
        let shares = [0, 0.05, 0.5, 0.77, 1]
        for count in [1, 2, 3, 40, 500] {
            var ranking = SizeRanking(store: SpillMemory(), memory: 300)
            var sizes: [Int: [Double]] = [:]
            for number in 1...count {
                let group = Int.random(in: 0...2, using: &random)
                let size = Double(Int.random(in: 0...30, using: &random)) / 3
                try ranking.add(size, group: group, number: number)
                sizes[group, default: []].append(size)
            }
            let found = try ranking.quantiles(shares)
            #expect(found.keys.sorted() == sizes.keys.sorted())
            for (group, all) in sizes {
                for (share, value) in zip(shares, found[group] ?? []) {
                    #expect(abs(value - quantile(all, share)) < 1e-12, "share \(share) of \(all)")
                }
            }
        }
    }

    @Test("without objects there are no quantiles")
    func none() throws {
        #expect(try SizeRanking(store: SpillMemory()).quantiles([0.5]).isEmpty)
    }
}
