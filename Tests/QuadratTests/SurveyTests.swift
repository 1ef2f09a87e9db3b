import Foundation
import Quadrat
import Results
import TestSupport
import Testing

/// The library as other packages see it: no `@testable`, and of the package's own only how records become text.
@Suite("Surveys through the library", .serialized)
struct SurveyTests {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    /// A part of the sample scene; the pixels are 5 cm wide.
    private static let part = ["-srcwin", "500", "400", "160", "120"]
    private static let catalog = """
        quadrat: 1
        name: plants
        bands: {R: red, G: green, B: blue}
        classes:
          3: {name: "soil, bare", color: "#b89b72"}
          9: {name: plant, color: "#2e8b57"}
        method:
          rules:
            define:
              green_excess: (2*G - R - B)/(R + G + B)
            thresholds:
              green: {of: green_excess, choose: otsu, otherwise: 0.1, range: -1 .. 2, bins: 512}
              low: {of: green_excess, choose: fixed, otherwise: 0.05, range: -1 .. 2}
            assign:
              - {class: plant, when: "green_excess > green"}
              - {class: "soil, bare"}
        ratios:
          - {name: cover, of: [plant], over: [plant, "soil, bare"]}
        objects: {class: plant, min_area: 4 px2}
        """

    private let folder: ScratchFolder
    private let zones = Self.repository + "/tiles/farm-fields.geojson"

    init() throws {
        folder = try ScratchFolder()
        try folder.write(Self.catalog.utf8, to: "plants.yaml")
    }

    /// A part of the sample scene, made by GDAL's own tool.
    private func raster(_ name: String, _ options: [String] = []) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["gdal_translate", "-q"] + Self.part + options + [Self.repository + "/tiles/farm.tif", folder.file(name)]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        // Where a picture's CRS would stand.
        try? FileManager.default.removeItem(atPath: folder.file(name + ".aux.xml"))
        return folder.file(name)
    }

    private func settings(_ raster: String, out: String = "run") -> SurveySettings {
        var settings = SurveySettings(raster: raster, catalogs: [folder.file("plants.yaml")])
        settings.folder = folder.file(out)
        return settings
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
    }

    /// Reads coverage.json and run.json of a run and writes them again.
    private func expectSameBytes(_ run: String = "run") throws {
        let read = try FinishedRun(path: folder.file(run))
        var pieces: [UInt8] = []
        try read.coverage.write { pieces += $0 }
        #expect(try pieces == bytes(run + "/coverage.json"))
        #expect(try Array(read.coverage.json.text.utf8) == bytes(run + "/coverage.json"))
        #expect(try Array(read.record.json.text.utf8) == bytes(run + "/run.json"))
    }

    @Test("Zones, their union, objects, thresholds: what a run returns is what its folder holds, byte by byte")
    func everything() throws {
        var settings = settings(try raster("scene.tif"))
        settings.zones = zones
        settings.countsObjects = true
        settings.objectFormats = [.csv]
        let plan = try PlannedSurvey(settings)
        #expect(plan.folders == [folder.file("run")])
        var told: [SurveyProgress] = []
        let found = try plan.run { told.append($0) }
        #expect(told.last?.fraction == 1 && found.count == 1)
        #expect(Set(told.map(\.step)) == [.observing, .surveying, .sweeping, .writing, .done])
        let (survey, run) = (try #require(found.first), try #require(found.first).finishedRun())
        #expect(run.coverage == survey.coverage)
        #expect(run.coverage.zones.count == 3)
        #expect(run.coverage.zonesUnion != nil && run.coverage.objects?.byZone != nil)
        #expect(run.coverage.classes.map(\.value) == [3, 9] && run.coverage.pixels.total == 19_200)
        #expect(run.coverage.thresholds.map(\.method) == [.otsu, .fixed])
        #expect(survey.outputs == run.outputs + [.record] && run.record.reader == .libtiff)
        #expect(run.outputs.contains(.objectTable) && survey.failures.isEmpty)
        for file in survey.outputs { #expect(try run.path(of: file) == folder.file("run/" + file.name)) }
        try expectSameBytes()
    }

    @Test("A photograph without CRS: areas do not exist, sizes are pixels")
    func photograph() throws {
        var settings = settings(try raster("photo.png", ["-of", "PNG", "-b", "1", "-b", "2", "-b", "3"]))
        settings.countsObjects = true
        let found = try PlannedSurvey(settings).run()
        let coverage = try #require(found.first).coverage
        #expect(coverage.areas.total == nil && coverage.planarTotal == nil)
        #expect(coverage.objects?.all.sizeUnit == .pixels && coverage.objects?.byZone == nil)
        #expect(coverage.ratios.first?.percent != nil)
        try expectSameBytes()
    }

    @Test("Several catalogs get a folder each; a given pixel size gives areas")
    func severalCatalogs() throws {
        var settings = settings(try raster("photo.png", ["-of", "PNG", "-b", "1", "-b", "2", "-b", "3"]))
        settings.catalogs.append("farm")
        settings.pixelSize = 0.05
        settings.bands = [.red: 1, .green: 2, .blue: 3]
        let found = try PlannedSurvey(settings).run()
        #expect(found.map(\.folder) == [folder.file("run/plants"), folder.file("run/farm")])
        #expect(found.allSatisfy { abs(($0.coverage.areas.total ?? 0) - 48) < 1e-6 })
        try expectSameBytes("run/plants")
        try expectSameBytes("run/farm")
    }

    @Test("Thresholds come from an earlier run where one is named")
    func frozenThresholds() throws {
        var settings = settings(try raster("scene.tif"))
        let first = try #require(PlannedSurvey(settings).run().first)
        settings.thresholds = [folder.file("run")]
        settings.folder = folder.file("again")
        let plan = try PlannedSurvey(settings)
        #expect(try plan.forecast().readings == 1)
        let again = try #require(plan.run().first)
        #expect(again.coverage.classes == first.coverage.classes)
        #expect(again.coverage.thresholds.map(\.method) == [.frozen, .frozen])
        #expect(again.coverage.thresholds.map(\.source?.path) == [folder.file("run"), folder.file("run")])
        #expect(try bytes("run/mask.tif") == bytes("again/mask.tif"))
        try expectSameBytes("again")
        settings.thresholds = [folder.file("nowhere")]
        #expect {
            try PlannedSurvey(settings)
        } throws: { error in
            let error = error as? QuadratError
            return error?.kind == .run && error?.message.hasSuffix("nowhere: there is no such folder") == true
        }
    }

    @Test("What cannot be is refused, whichever part of the program finds it")
    func refused() throws {
        var pixels = settings(try raster("photo.png", ["-of", "PNG", "-b", "1", "-b", "2", "-b", "3"]))
        pixels.pixelSize = 1e200
        #expect(refusal(pixels)?.contains("it must be positive and finite") == true)
        var catalog = settings(folder.file("photo.png"))
        try folder.write("quadrat: 1".utf8, to: "none.yaml")
        catalog.catalogs = [folder.file("none.yaml")]
        #expect(refusal(catalog)?.contains("none.yaml") == true)
        var bands = settings(folder.file("photo.png"))
        bands.bands = [.red: 7]
        #expect(refusal(bands)?.contains("red=7") == true)
    }

    @Test("Several catalogs do not go into the folder of a finished run, and the plan says so")
    func folderOfAnotherRun() throws {
        var settings = settings(try raster("photo.png", ["-of", "PNG", "-b", "1", "-b", "2", "-b", "3"]))
        _ = try PlannedSurvey(settings).run()
        settings.catalogs.append("farm")
        #expect(refusal(settings)?.hasPrefix("\(folder.file("run")) is the folder of a finished run") == true)
    }

    @Test("A survey that is cancelled leaves nothing")
    func cancelled() throws {
        let plan = try PlannedSurvey(settings(try raster("scene.tif")))
        let cancellation = SurveyCancellation()
        cancellation.cancel()
        #expect { try plan.run(cancellation: cancellation) } throws: { ($0 as? QuadratError)?.kind == .cancelled }
        #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
        #expect(!FileManager.default.fileExists(atPath: folder.file("run.partial")))
    }

    @Test("A forecast names what a survey takes, and writes nothing")
    func forecast() throws {
        let forecast = try PlannedSurvey(settings(try raster("scene.tif"))).forecast()
        #expect(forecast.readings == 2 && forecast.sampledTiles > 0 && forecast.seconds > 0)
        #expect(forecast.memory <= forecast.memoryLimit && forecast.outputBytes <= forecast.diskBytes)
        #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
    }

    @Test("Numbers that cannot be are refused by name")
    func numbers() {
        var settings = settings("a.tif")
        settings.tileSize = 0
        #expect(refusal(settings) == "'tileSize' is 0; it must be at least 1")
        settings.threads = 0
        #expect(refusal(settings) == "'threads' is 0; it must be between 1 and 1024")
        settings.pixelSize = -.infinity
        #expect(refusal(settings) == "'pixelSize' is -inf; give metres, more than 0")
    }

    @Test("So are settings that contradict each other, or name nothing")
    func contradictions() {
        var catalogs = settings("a.tif")
        catalogs.catalogs = []
        #expect(refusal(catalogs) == "'catalogs' is empty: ShippedCatalog.all lists what is shipped")
        var zones = settings("a.tif")
        zones.zoneID = "id"
        #expect(refusal(zones) == "'zonesLayer' and 'zoneID' say something about 'zones', which is missing")
        var objects = settings("a.tif")
        objects.writesInstances = true
        #expect(refusal(objects) == "'writesInstances' and 'objectFormats' need 'countsObjects'")
        var bands = settings("a.tif")
        bands.bands = [.red: 0]
        #expect(refusal(bands) == "'bands': red is band 0; bands are counted from 1")
        var nodata = settings("a.tif")
        nodata.nodata = [1, 2]
        #expect(refusal(nodata) == "'nodata' gives 2 values; give one, or three for red, green and blue")
    }

    private func refusal(_ settings: SurveySettings) -> String? {
        do { _ = try PlannedSurvey(settings) } catch {
            #expect(error.kind == .refused)
            return error.message
        }
        return nil
    }

    @Test("A raster that is not there is an error of a file")
    func missing() {
        #expect {
            _ = try PlannedSurvey(settings(folder.file("no.tif")))
        } throws: {
            ($0 as? QuadratError).map { $0.kind == .file && $0.message.hasSuffix("no.tif: no such file") } ?? false
        }
    }

    @Test("Catalogs that are shipped have a title, classes and their text")
    func catalogs() {
        let all = ShippedCatalog.all
        #expect(all.map(\.name).contains("vegetation") && Set(all.map(\.name)).count == all.count)
        #expect(all.allSatisfy { $0.title != nil && !$0.classes.isEmpty && $0.text.hasPrefix("quadrat: 1") })
    }
}
