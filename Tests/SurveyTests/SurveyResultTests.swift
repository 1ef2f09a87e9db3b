import Foundation
import RasterIO
import RasterModel
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Results of surveys of a raster in memory")
struct SurveyResultTests {
    /// Random bytes 0...20 of two bands; 0 in the first is nodata, and A / B cannot be judged where B is 0.
    private func random(_ width: Int, _ height: Int, seed: Int) -> [MemoryRaster.Band] {
        var random = SeededGenerator(seed)
        let samples = (0..<2).map { _ in (0..<width * height).map { _ in UInt8.random(in: 0...20, using: &random) } }
        return [MemoryRaster.Band(.uint8(samples[0]), nodata: 0), MemoryRaster.Band(.uint8(samples[1]))]
    }

    private static let quotient = SmallCatalog(
        name: "quotient", rules: [#"{class: high, when: "A / B > 1"}"#, "{class: low}"],
        more: "ratios: [{name: share, of: [high], over: [low, high]}]")
    private static let smooth = SmallCatalog(
        name: "smooth", rules: [#"{class: high, when: "mean_within(A, 5 px) > 11"}"#, "{class: low}"],
        more: "clean: [{majority: 3 px}]")

    /// Codes that `quotient` gives, by hand.
    private func expected(_ bands: [MemoryRaster.Band]) -> [UInt8] {
        zip(bands[0].samples.doubles, bands[1].samples.doubles).map { a, b in
            a == 0 ? MaskCode.nodata : b == 0 ? MaskCode.unobserved : a > b ? 2 : 1
        }
    }

    @Test("Totals, classes, areas and ratios are naive counts", arguments: 0..<4)
    func totals(seed: Int) throws {
        let bands = random(13, 7, seed: seed)
        let coverage = try SmallSurvey(width: 13, bands, [Self.quotient], pixelSize: 2).only().outcome.coverage
        let codes = expected(bands)
        let count = { (code: UInt8) in codes.count { $0 == code } }
        let (low, high) = (count(1), count(2))
        let totals = CoverageTotals(
            total: 91, valid: low + high, nodata: count(0), unobserved: count(MaskCode.unobserved), outside: 0)
        #expect(coverage.pixels == totals)
        #expect(totals.total == totals.valid + totals.nodata + totals.unobserved)
        #expect(coverage.areas.total == 4 * 91 && coverage.areas.valid == Double(4 * (low + high)))
        #expect(coverage.areas.nodata == Double(4 * totals.nodata) && coverage.areas.outside == 0)
        #expect(coverage.classes.map(\.pixels) == [low, high])
        #expect(coverage.classes.map(\.area) == [Double(4 * low), Double(4 * high)])
        let percent = 100 * Double(high) / Double(low + high)
        #expect(abs((coverage.classes[1].percentOfValid ?? -1) - percent) < 1e-9)
        #expect(abs((coverage.ratios[0].percent ?? -1) - percent) < 1e-9)
        #expect(coverage.raster == "memory" && coverage.catalog == "quotient" && !coverage.isValidated)
    }

    @Test("Without a pixel size there are no areas, and a warning says so")
    func withoutAreas() throws {
        let survey = try SmallSurvey(width: 3, random(3, 2, seed: 1), [Self.quotient])
        let coverage = try survey.only().outcome.coverage
        #expect(coverage.areas == .unknown && coverage.classes.allSatisfy { $0.area == nil })
        #expect(
            try survey.plan().warnings.contains(
                "memory has no coordinate reference system: pixels and percentages only, no areas; "
                    + "--pixel-size gives them, for example --pixel-size 2cm"))
    }

    @Test("Where nothing is valid percentages do not exist")
    func nothingValid() throws {
        let bands = [MemoryRaster.Band(.uint8([0, 0]), nodata: 0), MemoryRaster.Band(.uint8([1, 1]))]
        let survey = try SmallSurvey(width: 2, bands, [Self.quotient], pixelSize: 1)
        let found = try survey.only()
        let coverage = found.outcome.coverage
        #expect(coverage.pixels == .init(total: 2, valid: 0, nodata: 2, unobserved: 0, outside: 0))
        #expect(coverage.classes.map(\.percentOfValid) == [nil, nil] && coverage.ratios[0].percent == nil)
        #expect(coverage.classes.map(\.area) == [0, 0])
        #expect(found.mask == [0, 0])
    }

    @Test("The result is the same for every tile size and number of threads", arguments: [1, 2, 3, 7, 64])
    func tiles(side: Int) throws {
        let survey = try SmallSurvey(
            width: 17, random(17, 11, seed: 5), [Self.quotient, Self.smooth], pixelSize: 1)
        let whole = try survey.run()
        survey.request.tileSize = side
        for threads in [1, 3] {
            survey.request.threads = threads
            let found = try survey.run()
            #expect(found.map(\.mask) == whole.map(\.mask))
            #expect(found.map(\.outcome.coverage) == whole.map(\.outcome.coverage))
        }
    }

    @Test("Several catalogs from one reading give what each gives alone")
    func several() throws {
        let bands = random(9, 8, seed: 6)
        let together = try SmallSurvey(width: 9, bands, [Self.quotient, Self.smooth]).run()
        for (catalog, found) in zip([Self.quotient, Self.smooth], together) {
            let alone = try SmallSurvey(width: 9, bands, [catalog]).only()
            #expect(alone.mask == found.mask && alone.outcome.coverage == found.outcome.coverage)
            #expect(found.outcome.folder.hasSuffix("/run/\(catalog.name)"))
        }
    }

    @Test("Pixels that cannot be read end the run, or are unobserved")
    func damage() throws {
        let bands = [
            MemoryRaster.Band(.uint8(Array(repeating: 20, count: 12))), MemoryRaster.Band(.uint8(Array(1...12))),
        ]
        let hole = PixelWindow(column: 1, row: 1, width: 2, height: 1)
        let survey = try SmallSurvey(width: 4, bands, damage: [hole])
        survey.request.tileSize = 3
        #expect(throws: RasterError.self) { try survey.run() }
        #expect(!FileManager.default.fileExists(atPath: survey.folder.file("run")))
        survey.request.keepsGoing = true
        let found = try survey.only()
        #expect(found.mask == [2, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 2])
        #expect(found.outcome.coverage.pixels == .init(total: 12, valid: 10, nodata: 0, unobserved: 2, outside: 0))
        #expect(
            found.outcome.warnings == [
                "memory could not be read everywhere (first at \(hole)): the blocks that failed are counted as unobserved"
            ])
    }

    @Test("Zones hold their pixels, halves of them by area, and their union each pixel once")
    func zones() throws {
        let bands = [
            MemoryRaster.Band(.uint8([0, 20, 20, 20, 5, 5, 5, 20]), nodata: 0),
            MemoryRaster.Band(.uint8(Array(repeating: 1, count: 8))),
        ]
        let survey = try SmallSurvey(width: 4, bands, pixelSize: 10)
        survey.request.zones = try survey.zones([("left", corners(0...2, -2...0)), ("right", corners(1...4, -2...0))])
        survey.request.zoneID = "id"
        let coverage = try survey.only().outcome.coverage
        #expect(coverage.zones.map(\.id) == ["left", "right"] && coverage.zonesUnion?.id == "(union)")
        let (left, right) = (coverage.zones[0], coverage.zones[1])
        #expect(left.pixels == .init(total: 4, valid: 3, nodata: 1, unobserved: 0, outside: 0))
        #expect(right.pixels == .init(total: 6, valid: 6, nodata: 0, unobserved: 0, outside: 0))
        #expect(left.classes.map(\.pixels) == [2, 1] && right.classes.map(\.pixels) == [2, 4])
        #expect(left.classes.map(\.area) == [200, 100] && left.areas.nodata == 100)
        #expect(left.classes[0].percentOfZone == 50 && abs((left.classes[0].percentOfValid ?? 0) - 200.0 / 3) < 1e-9)
        #expect(coverage.zonesUnion?.pixels == .init(total: 8, valid: 7, nodata: 1, unobserved: 0, outside: 0))
    }

    @Test("coverage.csv has a row for each class and total, and no number where none exists")
    func table() throws {
        let bands = [MemoryRaster.Band(.uint8([20, 5, 20, 20])), MemoryRaster.Band(.uint8([1, 1, 1, 1]))]
        let catalog = SmallCatalog(
            classes: #"{1: {name: "low, wet"}, 2: {name: high}}"#,
            rules: [
                #"{class: high, when: "A > 10"}"#, #"{class: "low, wet"}"#,
            ])
        let survey = try SmallSurvey(width: 2, bands, [catalog], pixelSize: 100)
        _ = try survey.run()
        #expect(
            try survey.text(of: "coverage.csv") == """
                zone,value,class,pixels,area_m2,area_ha,percent_of_valid,percent_of_zone
                ,1,"low, wet",1,10000.0,1.0,25.0,
                ,2,high,3,30000.0,3.0,75.0,
                ,,valid,4,40000.0,4.0,,
                ,,nodata,0,0.0,0.0,,
                ,,unobserved,0,0.0,0.0,,
                ,,outside,0,0.0,0.0,,
                ,,total,4,40000.0,4.0,,

                """)
    }

    @Test("coverage.json holds what the run returns")
    func document() throws {
        let survey = try SmallSurvey(width: 5, random(5, 4, seed: 8), [Self.quotient], pixelSize: 3)
        let outcome = try survey.only().outcome
        let text = try survey.text(of: "coverage.json")
        #expect(try CoverageResult(json: JSONValue(parsing: Array(text.utf8))) == outcome.coverage)
        #expect(outcome.outputs.last == "run.json" && outcome.failures == [])
    }

    @Test("A survey that is given up leaves nothing, and throws that it was")
    func cancelled() throws {
        let survey = try SmallSurvey(width: 5, random(5, 4, seed: 8))
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: Cancelled.self) { try Survey(survey.plan()).run(cancellation: cancellation) { _ in } }
        #expect(try survey.leftovers().isEmpty)
    }

    @Test("Progress never goes back and ends at 1")
    func progress() throws {
        let survey = try SmallSurvey(width: 9, random(9, 9, seed: 9), [Self.quotient, Self.smooth])
        survey.request.tileSize = 2
        var seen: [Survey.Progress] = []
        _ = try Survey(survey.plan()).run(cancellation: Cancellation()) { seen.append($0) }
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.fraction <= $1.fraction })
        #expect(seen.last == Survey.Progress(step: .done, fraction: 1))
    }
}
