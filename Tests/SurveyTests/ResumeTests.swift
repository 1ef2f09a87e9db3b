import Foundation
import RasterIO
import RasterModel
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

/// Surveys that end early and go on: of rasters that are several records.
@Suite("Resuming")
struct ResumeTests {
    /// Two bands of three records, with absent pixels and values around the thresholds.
    private static let bands: [MemoryRaster.Band] = [61, 62].map { seed in
        var random = SeededGenerator(seed)
        return MemoryRaster.Band(
            .uint8(
                (0..<width * height).map { index in
                    // Runs, so that patches cross the seams of records.
                    index / 37 % 5 == 0 ? 200 : UInt8.random(in: 0...40, using: &random)
                }), nodata: 0)
    }
    /// In strips: records of 512 rows.
    private static let (width, height) = (24, 1300)

    private static let chosen = SmallCatalog(
        name: "chosen", thresholds: "{t: {of: A + B, choose: otsu, otherwise: 20, range: 0 .. 500, bins: 64}}",
        rules: [#"{class: high, when: "A + B > t"}"#, "{class: low}"],
        more: "clean: [{sieve: 3 px2}]\nobjects: {class: high, signal: A}")
    private static let plain = SmallCatalog(name: "plain")

    private func survey() throws -> SmallSurvey {
        let survey = try SmallSurvey(width: Self.width, Self.bands, [Self.chosen, Self.plain], pixelSize: 1)
        survey.request.zones = try survey.zones([
            ("a", [(2, -20), (22, -30), (15, -85)]), ("b", [(10, -10), (23, -80), (3, -88)]),
        ])
        survey.request.countsObjects = true
        survey.request.paintsObjects = true
        survey.request.checkpointSeconds = 0
        survey.request.resumes = true
        return survey
    }

    private func run(_ survey: SmallSurvey, endingAt end: Int = .max) throws -> [Survey.Outcome] {
        let cancellation = Cancellation()
        var calls = 0
        return try Survey(survey.plan()).run(cancellation: cancellation) { _ in
            calls += 1
            if calls == end { cancellation.cancel() }
        }
    }

    /// Every file of the run folders but the records.
    private func files(_ survey: SmallSurvey) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for catalog in ["chosen", "plain"] {
            let folder = survey.folder.file("run/\(catalog)")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != RunFile.record.name {
                files["\(catalog)/\(name)"] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
        }
        return files
    }

    @Test("Ended anywhere and gone on with other tiles and threads, a survey gives the same files", arguments: 0..<12)
    func sameFiles(seed: Int) throws {
        let whole = try survey()
        _ = try run(whole)
        let expected = try files(whole)
        var random = SeededGenerator(seed)
        let survey = try survey()
        var ends = 0
        while true {
            survey.request.threads = .random(in: 1...4, using: &random)
            survey.request.tileSize = [nil, 100, 256, 300, 512, 2000].randomElement(using: &random) ?? nil
            do {
                // Late ends too: sweeps and writing are many calls.
                _ = try run(
                    survey, endingAt: ends < 3 ? Int.random(in: 1...(seed % 2 == 0 ? 30 : 400), using: &random) : .max)
                break
            } catch let error as UnfinishedRun {
                #expect(error.cause is Cancelled)
                ends += 1
            } catch is Cancelled { ends += 1 }
            try #require(ends < 9)
        }
        #expect(try files(survey) == expected)
        #expect(try survey.folder.names(in: "run").sorted() == ["chosen", "plain"])
    }

    @Test("A complete run tells again what it found")
    func again() throws {
        let survey = try survey()
        let first = try run(survey)
        let second = try run(survey)
        #expect(second.map(\.coverage) == first.map(\.coverage))
        #expect(second.map(\.outputs) == first.map(\.outputs))
    }

    /// A survey that has ended while it surveyed.
    private func ended() throws -> SmallSurvey {
        let survey = try survey()
        survey.request.tileSize = 512
        #expect(throws: UnfinishedRun.self) { _ = try run(survey, endingAt: 9) }
        return survey
    }

    @Test("What would be thrown away is kept, unless that is asked for")
    func kept() throws {
        let survey = try ended()
        survey.request.resumes = false
        let error = #expect(throws: RasterError.self) { _ = try run(survey) }
        #expect(error?.advice?.contains("--resume") == true && error?.advice?.contains("--overwrite") == true)
        survey.request.overwrites = true
        #expect(try run(survey).count == 2)
        #expect(try record(survey).resumed == 0)
    }

    private func record(_ survey: SmallSurvey) throws -> RunRecord {
        try FinishedRun(path: survey.folder.file("run/chosen")).record
    }

    @Test("The record tells how often a run has gone on")
    func recorded() throws {
        let survey = try ended()
        _ = try run(survey)
        #expect(try record(survey).resumed == 1)
    }

    @Test("A survey of something else is refused, naming what differs")
    func others() throws {
        let survey = try ended()
        let changes: [(String, (inout SurveyRequest) throws -> Void)] = [
            ("--zones", { $0.zones = nil }), ("--keep-going", { $0.keepsGoing = true }),
            ("--instances", { $0.paintsObjects = false }), ("--pixel-size", { $0.pixelSize = 2 }),
            (
                "catalog plain",
                { request in
                    try survey.folder.write(
                        SmallCatalog(rules: [#"{class: high, when: "A > 11"}"#, "{class: low}"]).yaml.utf8,
                        to: "plain.yaml")
                }
            ),
        ]
        for (name, change) in changes {
            let before = survey.request
            try change(&survey.request)
            let error = #expect(throws: RasterError.self) { _ = try run(survey) }
            #expect(error?.reason.contains(name) == true, "\(name): \(error?.reason ?? "")")
            survey.request = before
        }
    }

    @Test(
        "A journal with a changed byte is refused, or gives the same files",
        arguments: ["mask", "codes", "signals", "checkpoint"], 0..<8)
    func damaged(name: String, seed: Int) throws {
        let survey = try ended()
        var random = SeededGenerator(seed)
        let path = survey.folder.file("run/chosen.partial/\(name).scratch")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let written = bytes.indices.filter { bytes[$0] != 0 }
        let position = try #require(written.randomElement(using: &random))
        bytes[position] ^= 1 << UInt8(seed % 8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do { _ = try run(survey) } catch let error as RasterError {
            #expect(error.reason.contains("damaged") && error.advice?.contains("--overwrite") == true)
            return
        }
        let whole = try self.survey()
        _ = try run(whole)
        #expect(try files(survey) == files(whole))
    }
}
