import RasterIO
import RasterModel
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("What the plan of a survey refuses and warns about")
struct SurveyRefusalTests {
    private func flat(_ value: UInt8, colour: String = "Undefined", count: Int = 4) -> MemoryRaster.Band {
        MemoryRaster.Band(.uint8(Array(repeating: value, count: count)), colour: colour)
    }

    private static let roles = SmallCatalog(
        name: "roles", bands: "{R: red, N: nir}", rules: [#"{class: high, when: "N > R"}"#, "{class: low}"])

    @Test("A role that no band is known to have")
    func role() throws {
        let survey = try SmallSurvey(width: 2, [flat(1, colour: "Red"), flat(2, colour: "Green")], [Self.roles])
        let line = try #require(survey.refusal())
        #expect(
            line.hasPrefix("catalog roles needs the band 'nir', and memory has none that is known to be it (it has: "))
        #expect(
            line.hasSuffix(
                "); if one is, say so: --bands nir=NUMBER, or bring it from another file: --bands nir=FILE:NUMBER"))
        survey.request.bands = [.nir: 2]
        let choices = try survey.plan().catalogs[0].bands.choices
        #expect(choices.map(\.band.number) == [1, 2] && choices.map(\.isNamed) == [false, true])
        #expect(choices[1].reason == "named with --bands")
    }

    @Test("A named band that the raster does not have")
    func missingBand() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)], [Self.roles])
        survey.request.bands = [.nir: 3, .red: 1]
        #expect(survey.refusal() == "--bands says nir=3, but memory has 2 band(s)")
    }

    @Test("The same catalog twice, and two of one name")
    func twice() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        let path = survey.request.catalogs[0]
        survey.request.catalogs = [path, path]
        #expect(survey.refusal() == "--catalog names \(path) twice; leave one out")
        let other = try survey.folder.write(SmallCatalog().yaml.utf8, to: "other.yaml")
        survey.request.catalogs = [path, other]
        #expect(
            survey.refusal()
                == "two catalogs are called plain (the second is \(other)): their run folders would be the same; "
                + "change the 'name:' in one")
    }

    @Test("Objects that no catalog says how to count")
    func objects() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        survey.request.paintsObjects = true
        #expect(
            survey.refusal()?.hasPrefix(
                "--instances writes objects, and catalog plain does not say what to count; add ")
                == true)
        survey.request.paintsObjects = false
        survey.request.objectFormats = [.csv]
        #expect(survey.refusal()?.hasSuffix(", or leave --also out") == true)
    }

    @Test("Lengths on the ground need pixels of a known size")
    func lengths() throws {
        let catalog = SmallCatalog(
            rules: [#"{class: high, when: "mean_within(A, 3 m) > 10"}"#, "{class: low}"])
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)], [catalog])
        #expect(
            survey.refusal()
                == "catalog plain measures on the ground (3 m), and memory does not say how large its pixels are; say it, "
                + "for example --pixel-size 2cm")
        survey.request.pixelSize = 1
        #expect(survey.refusal() == nil)
        #expect(try survey.plan().catalogs[0].margin.largest == 3)
        survey.request.pixelSize = 0.0001
        #expect(survey.refusal()?.hasPrefix("catalog plain looks farther than ") == true)
    }

    @Test("Pixels of another size than a catalog is made for, unless forced", arguments: [0.0199, 0.02, 0.1, 0.1006])
    func groundSampleDistance(side: Double) throws {
        let catalog = SmallCatalog(more: "ground_sample_distance: 2 cm .. 10 cm")
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)], [catalog], pixelSize: side)
        // Half a percent is no other size.
        let fits = side <= 0.1005 && side >= 0.0199
        #expect((survey.refusal() == nil) == fits)
        survey.request.forces = true
        let warned = try survey.plan().warnings.filter { $0.contains("is made for pixels of 2 cm .. 10 cm") }
        #expect(warned.count == (fits ? 0 : 1))
        survey.request.pixelSize = nil
        #expect(
            try survey.plan().warnings.contains(
                "catalog plain is made for pixels of 2 cm .. 10 cm, and memory does not say how large its are"))
    }

    @Test("An area of interest that holds no pixel")
    func within() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        let path = try survey.zones([("a", corners(0.1...0.2, -0.2...(-0.1)))])
        survey.request.within = path
        #expect(
            survey.refusal()
                == "--within \(path) holds no pixel of the raster: nothing would be left to survey")
    }

    @Test("A folder of a finished run is kept, unless it may be overwritten")
    func overwriting() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        _ = try survey.run()
        survey.request.overwrites = false
        let before = try survey.text(of: "run.json")
        let error = #expect(throws: RasterError.self) {
            try Survey(survey.plan()).run(cancellation: Cancellation()) { _ in }
        }
        #expect(error?.path == survey.folder.file("run"))
        #expect(try survey.text(of: "run.json") == before)
    }

    @Test("A folder that would be replaced must not hold what the run reads")
    func inputInFolder() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        let path = try survey.folder.write(SmallCatalog().yaml.utf8, to: "run/plain.yaml")
        survey.request.catalogs = [path]
        #expect(survey.refusal() == nil)
        survey.request.overwrites = true
        #expect(survey.refusal()?.contains("the input \(path) lies in it") == true)
    }

    @Test("Several catalogs do not go into the folder of a finished run")
    func parent() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)], [SmallCatalog(), SmallCatalog(name: "second")])
        let catalogs = survey.request.catalogs
        survey.request.catalogs = [catalogs[0]]
        _ = try survey.run()
        survey.request.catalogs = catalogs
        #expect(
            survey.refusal()
                == "\(survey.folder.file("run")) is the folder of a finished run; with several catalogs --out holds a "
                + "folder for each: choose another")
    }

    @Test("Run folders are called after raster and catalog, or as asked for")
    func folders() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)], [SmallCatalog(), SmallCatalog(name: "second")])
        survey.request.out = survey.folder.file("here") + "//"
        #expect(try survey.plan().folders == ["plain", "second"].map { survey.folder.file("here") + "/" + $0 })
        survey.request.out = nil
        #expect(try survey.plan().folders == ["memory-plain", "memory-second"])
    }

    @Test("A reader that is none")
    func reader() throws {
        let survey = try SmallSurvey(width: 2, [flat(1), flat(2)])
        survey.request.decoder = "jpeg"
        #expect(survey.refusal() == "QUADRAT_READER is 'jpeg'; it may be gdal or libtiff")
    }

    // MARK: Cautions

    private static let colours = SmallCatalog(
        name: "colours", bands: "{R: red, G: green, B: blue}",
        rules: [#"{class: high, when: "G > R and G > B"}"#, "{class: low}"])

    /// Red, green and blue of 36 pixels; the numbers of a band are those of its step.
    private func picture(_ steps: [Int]) -> [MemoryRaster.Band] {
        zip(["Red", "Green", "Blue"], steps).map { colour, step in
            MemoryRaster.Band(.uint8((0..<36).map { UInt8($0 * step % 251) }), colour: colour)
        }
    }

    @Test("Two colours that are the same are refused, or cautioned about where forced")
    func identicalColours() throws {
        let survey = try SmallSurvey(width: 6, picture([7, 31, 7]), [Self.colours])
        #expect(
            survey.refusal()?.hasPrefix(
                "bands 1 (red) and 3 (blue) of memory are identical everywhere: it is no picture in red, green and blue"
            )
                == true)
        survey.request.forces = true
        #expect(try survey.plan().cautions.map(\.code) == [.identicalBands])
    }

    @Test("Three that are the same are a grey picture, three that differ nothing")
    func grey() throws {
        let survey = try SmallSurvey(width: 6, picture([7, 7, 7]), [Self.colours])
        #expect(try survey.plan().cautions.map(\.code) == [.greyPicture])
        #expect(try SmallSurvey(width: 6, picture([7, 31, 53]), [Self.colours]).plan().cautions == [])
    }

    @Test("A fourth band of two extremes may be alpha, until it is named")
    func possibleAlpha() throws {
        let fourth = MemoryRaster.Band(.uint8((0..<36).map { $0 < 12 ? 0 : 255 }))
        let survey = try SmallSurvey(width: 6, picture([7, 31, 53]) + [fourth], [Self.colours])
        let caution = try #require(survey.plan().cautions.first { $0.code == .possibleAlpha })
        #expect(caution.text.hasSuffix("--bands alpha=4"))
        #expect(try survey.only().outcome.coverage.pixels.nodata == 0)
        survey.request.bands = [.alpha: 4]
        #expect(try survey.plan().cautions.allSatisfy { $0.code != .possibleAlpha })
        #expect(try survey.only().outcome.coverage.pixels.nodata == 12)
    }

    @Test("A band of a role that is constant is told of, one by number is not")
    func constant() throws {
        let bands = [flat(3, colour: "Red", count: 36)] + picture([7, 31, 53]).dropFirst()
        let coverage = try SmallSurvey(width: 6, bands, [Self.colours]).only().outcome.coverage
        let told = coverage.cautions.filter { $0.code == "constant-band" }.map(\.text)
        #expect(
            told == ["band 1 (red) is 3 at each of 36 points that were looked at: what depends on it says nothing"])
        #expect(try SmallSurvey(width: 6, bands).only().outcome.coverage.cautions == [])
    }
}
