import Foundation
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

/// Whole surveys of small rasters in memory.
@Suite("Surveys with sweeps")
struct SmallRunTests {
    /// A band: its bytes beyond 3 are unobserved.
    private let given = SmallMask.random(1100, 6, seed: 61, absent: [0, 9])

    private static let catalog = SmallCatalog.threeClasses(
        clean: "[{fill: 5 px2}, {sieve: 6 px2}]", objects: "{class: a}")

    /// The mask codes of the band.
    private var codes: SmallMask {
        SmallMask(width: given.width, height: given.height, codes: given.codes.map { $0 > 3 ? 255 : $0 })
    }

    private var cleaned: SmallMask { NaiveCleaning.sieve(NaiveCleaning.fill(codes, below: 5), below: 6) }

    private func survey(_ catalogs: [SmallCatalog] = [Self.catalog]) throws -> SmallSurvey {
        try SmallSurvey(counting: given, catalogs)
    }

    @Test("Classes, patches and objects are the flood fill's", arguments: [1, 2, 5])
    func coverage(threads: Int) throws {
        let survey = try survey()
        survey.request.threads = threads
        let coverage = try survey.only().outcome.coverage
        let patches = NaivePatches(cleaned)
        for item in coverage.classes {
            let own = patches.pixels.indices.filter { Int(patches.code($0)) == item.value }
            #expect(item.pixels == cleaned.codes.count { Int($0) == item.value })
            #expect(item.patches?.count == own.count)
            #expect(item.patches?.pixels?.largest == own.map { Double(patches.pixels[$0].count) }.max())
        }
        let objects = patches.pixels.indices.filter { patches.code($0) == 1 }
        #expect(coverage.objects?.all.count == objects.count)
        #expect(coverage.pixels.nodata == given.codes.count { $0 == 0 })
        #expect(coverage.pixels.unobserved == given.codes.count { $0 == 9 })
    }

    @Test("Threads and tiles leave no trace in the mask, the objects and their numbers")
    func sameBytes() throws {
        let names = [RunFile.mask.name, RunFile.instances.name, RunFile.coverage.name, RunFile.coverageTable.name]
        var first: [Data]?
        for (threads, tile) in [(1, nil), (4, 100), (3, 512)] as [(Int, Int?)] {
            let survey = try survey()
            (survey.request.threads, survey.request.tileSize, survey.request.paintsObjects) = (threads, tile, true)
            let outcome = try survey.only().outcome
            let files = try names.map { try Data(contentsOf: URL(fileURLWithPath: outcome.folder + "/" + $0)) }
            if let first { #expect(files == first) }
            first = files
        }
    }

    @Test("Progress never goes back, and ends at 1", arguments: [1, 3])
    func progress(threads: Int) throws {
        var told: [Survey.Progress] = []
        let catalogs = [
            Self.catalog, SmallCatalog.threeClasses("plain"),
            SmallCatalog.threeClasses("other", clean: "[{sieve: 4 px2}]"),
        ]
        let survey = try survey(catalogs)
        survey.request.threads = threads
        _ = try survey.run { told.append($0) }
        #expect(told.last == Survey.Progress(step: .done, fraction: 1))
        #expect(told.allSatisfy { (0...1).contains($0.fraction) })
        #expect(Set(told.map(\.step)).isSuperset(of: [.surveying, .sweeping, .writing]))
        for step in Set(told.map(\.step)) {
            let fractions = told.filter { $0.step == step }.map(\.fraction)
            #expect(fractions == fractions.sorted(), "\(step)")
        }
    }

    @Test("With one catalog the fractions of all steps together never go back")
    func monotone() throws {
        var told: [Double] = []
        _ = try survey().run { told.append($0.fraction) }
        #expect(told == told.sorted() && told.last == 1 && told.count > 5)
    }

    @Test(
        "Asked to end in any step, the survey leaves no folder",
        arguments: [Survey.Progress.Step.surveying, .sweeping, .writing])
    func cancelled(step: Survey.Progress.Step) throws {
        let cancellation = Cancellation()
        let survey = try survey([Self.catalog, .threeClasses("plain")])
        survey.request.paintsObjects = true
        survey.request.checkpointSeconds = 1_000_000
        let plan = try survey.plan()
        #expect(throws: Cancelled.self) {
            _ = try Survey(plan).run(cancellation: cancellation) { if $0.step == step { cancellation.cancel() } }
        }
        #expect(try survey.leftovers().isEmpty)
    }

    @Test("The run folder holds what the outcome says, and nothing that sweeps wrote beside it")
    func files() throws {
        let survey = try survey()
        survey.request.paintsObjects = true
        let outcome = try survey.only().outcome
        let files = try FileManager.default.contentsOfDirectory(atPath: outcome.folder)
        #expect(Set(files) == Set(outcome.outputs) && outcome.failures.isEmpty)
        #expect(try survey.leftovers() == ["run"])
    }
}
