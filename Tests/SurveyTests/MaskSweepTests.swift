import Coverage
import Instances
import RasterIO
import RasterModel
import Spool
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Sweeps over a mask")
struct MaskSweepTests {
    /// Rasters that cross seams of blocks in one direction and in both.
    static let sizes = [
        RasterSize(width: 1100, height: 3), RasterSize(width: 4, height: 1050), RasterSize(width: 514, height: 515),
        RasterSize(width: 37, height: 29),
    ]

    /// What catalogs say, and what it means.
    enum Step: String, CaseIterable, CustomTestStringConvertible {
        case sieve, fill, keep

        var testDescription: String { rawValue }

        var text: String {
            switch self {
            case .sieve: "{sieve: 9 px2}"
            case .fill: "{fill: 7 px2}"
            case .keep: "{keep: {class: b, length: 6 px .. 100000 px}}"
            }
        }

        func naive(_ mask: SmallMask) -> SmallMask {
            switch self {
            case .sieve: NaiveCleaning.sieve(mask, below: 9)
            case .fill: NaiveCleaning.fill(mask, below: 7)
            case .keep: NaiveCleaning.keep(mask, 2, length: 6)
            }
        }
    }

    /// The mask without special codes, as it is written.
    private func plain(_ mask: SmallMask) -> SmallMask {
        SmallMask(width: mask.width, height: mask.height, codes: mask.codes.map { NaivePatches.classKey($0) ?? 0 })
    }

    private func clean(_ steps: [Step]) -> String { "[" + steps.map(\.text).joined(separator: ", ") + "]" }

    @Test("A step over blocks is the step over the whole mask", arguments: Step.allCases, sizes)
    func single(step: Step, size: RasterSize) throws {
        let given = SmallMask.random(size.width, size.height, seed: size.width + step.rawValue.count)
        var sweep = try SmallSweep(given, .threeClasses(clean: clean([step]), objects: "{class: a}"))
        _ = try sweep.run()
        let expected = step.naive(given)
        #expect(expected != given, "the pattern has nothing to clean")
        #expect(try sweep.codes(of: sweep.collector.spool) == expected)
        #expect(try sweep.written() == plain(expected))
    }

    @Test(
        "Steps are carried out in the order of the catalog, each on what the one before left",
        arguments: [
            [.sieve, .fill], [.fill, .sieve], [.keep, .fill, .sieve], [.sieve, .keep], [.sieve, .sieve],
        ] as [[Step]])
    func order(steps: [Step]) throws {
        let given = SmallMask.random(1100, 5, seed: 11)
        var sweep = try SmallSweep(given, .threeClasses(clean: clean(steps), objects: "{class: a}"))
        _ = try sweep.run()
        let expected = steps.reduce(given) { $1.naive($0) }
        #expect(try sweep.codes(of: sweep.collector.spool) == expected)
        #expect(
            NaiveCleaning.sieve(NaiveCleaning.fill(given, below: 7), below: 9)
                != NaiveCleaning.fill(NaiveCleaning.sieve(given, below: 9), below: 7), "order would not matter here")
    }

    @Test("What a sweep leaves is carried out only as it is read", arguments: [0, 1, 3])
    func lazy(threads: Int) throws {
        let given = SmallMask.random(1100, 3, seed: 5)
        let sweep = try SmallSweep(given, .threeClasses(clean: clean([.sieve])), threads: threads)
        let source = try sweep.sweeps.clean(sweep.collector.spool) {}
        #expect(source.removal?.step.name == "sieve")
        #expect(try sweep.codes(of: source.spool) == given)
        #expect(try sweep.codes(of: source.spool, removal: source.removal) == NaiveCleaning.sieve(given, below: 9))
    }

    @Test("Every thread count writes the same blocks", arguments: [0, 2, 4, 7])
    func threads(threads: Int) throws {
        let given = SmallMask.random(1100, 40, seed: 21)
        let catalog = SmallCatalog.threeClasses(
            clean: clean([.sieve, .fill]), objects: "{class: [a, b], min_area: 3 px2}")
        var (alone, many) = (try SmallSweep(given, catalog), try SmallSweep(given, catalog, threads: threads))
        let tables = (try #require(try alone.run()), try #require(try many.run()))
        #expect(tables.0.count == tables.1.count && tables.0.patches == tables.1.patches)
        #expect(try alone.traced(tables.0) == many.traced(tables.1))
        #expect(bytes(alone) == bytes(many))
        #expect(try alone.codes(of: alone.collector.spool) == many.codes(of: many.collector.spool))
    }

    /// Compressed blocks of all levels; where they lie in the scratch file depends on who was faster.
    private func bytes(_ sweep: SmallSweep) -> [[UInt8]] {
        sweep.collector.levels().flatMap(\.blocks).map { range in
            var bytes: [UInt8] = []
            sweep.mask.read(range, into: &bytes)
            return bytes
        }
    }

    @Test(
        "A mask that is clean already stays as it is, and cleaning it again changes nothing", arguments: Step.allCases)
    func idempotent(step: Step) throws {
        let once = step.naive(step.naive(.random(1060, 4, seed: 3)))
        #expect(step.naive(once) == once)
        var sweep = try SmallSweep(once, .threeClasses(clean: clean([step]), objects: "{class: a}"))
        _ = try sweep.run()
        #expect(try sweep.codes(of: sweep.collector.spool) == once)
    }

    @Test("Pixels without a class never change and give no class away")
    func absent() throws {
        let given = SmallMask.random(1100, 4, seed: 8)
        var sweep = try SmallSweep(given, .threeClasses(clean: clean([.sieve, .fill]), objects: "{class: a}"))
        _ = try sweep.run()
        let found = try sweep.codes(of: sweep.collector.spool)
        for (before, after) in zip(given.codes, found.codes) {
            #expect((NaivePatches.classKey(before) == nil) == (NaivePatches.classKey(after) == nil))
            if NaivePatches.classKey(before) == nil { #expect(before == after) }
        }
    }

    @Test("What is added up is what the mask says in the end")
    func tally() throws {
        let given = SmallMask.random(1100, 6, seed: 13)
        var sweep = try SmallSweep(given, .threeClasses(clean: clean([.sieve])))
        _ = try sweep.run()
        let expected = NaiveCleaning.sieve(given, below: 9).codes
        for code in [0, 1, 2, 3, 254, 255] as [UInt8] {
            #expect(sweep.collector.tally.pixels(code) == expected.count { $0 == code }, "code \(code)")
        }
    }

    @Test("Without cleaning the last sweep leaves the mask alone")
    func countingOnly() throws {
        let given = SmallMask.random(1100, 3, seed: 2)
        var sweep = try SmallSweep(given, .threeClasses())
        let before = sweep.store.count
        #expect(try sweep.run() != nil)
        #expect(sweep.mask.count == 0 && sweep.collector.tally.pixels(1) == 0)
        #expect(sweep.store.count > before, "components are spilled")
        #expect(try sweep.codes(of: sweep.collector.spool) == given)
        #expect(sweep.steps == 3, "one for each block")
    }

    @Test("A reader gives what was put, block by block in any order", arguments: sizes)
    func reader(size: RasterSize) throws {
        let given = SmallMask.random(size.width, size.height, seed: 31)
        let sweep = try SmallSweep(given, .threeClasses())
        var reader = try SweepReader(sweep.sweeps.frame, sweep.source)
        var (codes, random) = ([UInt8](repeating: 9, count: 7), SeededGenerator(1))
        let blocks = Array(0..<sweep.sweeps.frame.pyramid.blockCount(0))
        for block in (blocks + blocks).shuffled(using: &random) {
            try reader.codes(block, into: &codes)
            #expect(codes == given.codes(in: sweep.sweeps.frame.pyramid.window(ofBlock: block)))
        }
    }

    @Test("A block that cannot be read ends every sweep, after all blocks before it", arguments: [0, 1, 3])
    func damaged(threads: Int) throws {
        let catalog = SmallCatalog.threeClasses(clean: clean([.sieve]), objects: "{class: a}")
        let sweep = try SmallSweep(.random(1600, 3, seed: 1), catalog, threads: threads)
        var (spool, collector, survey) = (sweep.collector.spool, sweep.collector, ComponentSurvey?.none)
        spool.put(sweep.store.append([1, 2, 3]), block: 2)
        var blocks = 0
        #expect(throws: RasterError.self) { _ = try sweep.sweeps.clean(spool) { blocks += 1 } }
        #expect(blocks == 2)
        let source = SweepSource(store: sweep.sweeps.source, spool: spool, removal: nil)
        #expect(throws: RasterError.self) {
            try sweep.sweeps.complete(source, into: &collector, &survey) { blocks += 1 }
        }
        #expect(blocks == 4)
    }

    @Test("Asked to end, every sweep ends", arguments: [0, 1, 3])
    func cancelled(threads: Int) throws {
        let cancellation = Cancellation()
        let catalog = SmallCatalog.threeClasses(clean: clean([.sieve]), objects: "{class: a}")
        let sweep = try SmallSweep(
            .random(1600, 3, seed: 1), catalog, threads: threads, cancellation: cancellation)
        #expect(throws: Cancelled.self) { _ = try sweep.sweeps.clean(sweep.collector.spool) { cancellation.cancel() } }
        var (collector, survey) = (sweep.collector, ComponentSurvey?.none)
        #expect(throws: Cancelled.self) { try sweep.sweeps.complete(sweep.source, into: &collector, &survey) {} }
    }
}
