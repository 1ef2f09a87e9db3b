import RasterIO
import RasterModel
import Results
import Segmentation
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Thresholds of a raster in memory")
struct SurveyThresholdTests {
    private func catalog(_ choose: String, otherwise: Double = 10) -> SmallCatalog {
        SmallCatalog(
            bands: "{A: 1}",
            thresholds: "{t: {of: A, choose: \(choose), otherwise: \(otherwise), range: 0 .. 32, bins: 32}}",
            rules: [#"{class: high, when: "A > t"}"#, "{class: low}"])
    }

    /// Two hills, 2...6 and 22...26, and nodata among them.
    private func hills(seed: Int) -> [UInt8] {
        var random = SeededGenerator(seed)
        return (0..<600).map { index in
            if index % 7 == 0 { return 255 }
            let middle: UInt8 = index % 3 == 0 ? 24 : 4
            return middle - 2 + UInt8.random(in: 0...2, using: &random) + UInt8.random(in: 0...2, using: &random)
        }
    }

    @Test("The first reading counts every valid pixel once, for any tiles", arguments: [1, 7, 10, 64])
    func histogram(side: Int) throws {
        let samples = hills(seed: 3)
        let survey = try SmallSurvey(
            width: 30, [.init(.uint8(samples), nodata: 255)], [catalog("otsu")])
        survey.request.tileSize = side
        survey.request.threads = 2
        var search = ThresholdSearch(try survey.plan())
        try search.run(cancellation: Cancellation()) { _ in }
        let histogram = search.histograms[0][0]
        #expect(histogram.total == samples.count { $0 != 255 })
        #expect(
            (0..<32).allSatisfy { bin in histogram.count(aboveEdge: bin) == samples.count { $0 > bin && $0 < 255 } })
    }

    @Test("A split between two hills is believed and decides every pixel", arguments: ["otsu", "minimum-error"])
    func chosen(method: String) throws {
        let samples = hills(seed: 4)
        let survey = try SmallSurvey(width: 30, [.init(.uint8(samples), nodata: 255)], [catalog(method)])
        let found = try survey.only()
        let threshold = try #require(found.outcome.coverage.thresholds.first)
        #expect(threshold.isAccepted && threshold.name == "t" && (6..<22).contains(threshold.value))
        #expect(found.mask == samples.map { $0 == 255 ? 0 : $0 > 14 ? 2 : 1 })
        let valid = samples.filter { $0 != 255 }
        let share = 100 * Double(valid.count { $0 > 14 }) / Double(valid.count)
        #expect(abs((threshold.sensitivity?.percentOfValuesAbove ?? -1) - share) < 1e-9)
    }

    @Test("One hill has no split: the catalog's number stands, and its side of the result is warned about")
    func refused() throws {
        let samples = [UInt8](repeating: 20, count: 300)
        let found = try SmallSurvey(width: 30, [.init(.uint8(samples))], [catalog("otsu")]).only()
        let threshold = try #require(found.outcome.coverage.thresholds.first)
        #expect(!threshold.isAccepted && threshold.value == 10 && !threshold.objections.isEmpty)
        #expect(found.mask.allSatisfy { $0 == 2 })
        #expect(found.outcome.coverage.cautions.map(\.code) == ["all-above-threshold"])
        #expect(found.outcome.warnings.contains(threshold.warning ?? "none"))
    }

    @Test("A fixed threshold needs no reading of its own, and tells the same shares", arguments: [1, 3, 64])
    func fixed(side: Int) throws {
        let samples = hills(seed: 5)
        let survey = try SmallSurvey(
            width: 30, [.init(.uint8(samples), nodata: 255)], [catalog("fixed", otherwise: 23)])
        survey.request.tileSize = side
        #expect(try !survey.plan().catalogs[0].observesFirst)
        var steps: Set<Survey.Progress.Step> = []
        let outcome = try Survey(survey.plan()).run(cancellation: Cancellation()) { steps.insert($0.step) }[0]
        #expect(!steps.contains(.observing))
        let threshold = try #require(outcome.coverage.thresholds.first)
        let valid = samples.filter { $0 != 255 }
        let above = valid.count { $0 > 23 }
        #expect(threshold.value == 23)
        #expect(
            abs((threshold.sensitivity?.percentOfValuesAbove ?? -1) - 100 * Double(above) / Double(valid.count)) < 1e-9)
        #expect(outcome.coverage.classes[1].pixels == above)
    }

    @Test("A catalog that chooses does not change one beside it that does not")
    func beside() throws {
        let band = MemoryRaster.Band(.uint8(hills(seed: 6)), nodata: 255)
        var other = catalog("fixed", otherwise: 23)
        other.name = "other"
        let both = try SmallSurvey(width: 30, [band], [catalog("otsu"), other]).run()
        #expect(
            try both[0].outcome.coverage == SmallSurvey(width: 30, [band], [catalog("otsu")]).only().outcome.coverage)
        #expect(try both[1].outcome.coverage == SmallSurvey(width: 30, [band], [other]).only().outcome.coverage)
    }

    @Test("The threshold is of what lies within, not of the whole raster")
    func within() throws {
        let samples = (0..<600).map { UInt8($0 % 30 < 15 ? ($0 % 2 == 0 ? 2 : 12) : 30) }
        let survey = try SmallSurvey(width: 30, [.init(.uint8(samples))], [catalog("otsu")])
        survey.request.within = try survey.zones([("a", corners(0...15, -20...0))])
        var search = ThresholdSearch(try survey.plan())
        try search.run(cancellation: Cancellation()) { _ in }
        #expect(search.histograms[0][0].total == 300 && search.histograms[0][0].count(aboveEdge: 13) == 0)
    }
}
