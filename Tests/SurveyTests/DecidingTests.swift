import RasterIO
import RasterModel
import Results
import Testing

@testable import Survey

@Suite("Deciding pixels of a raster in memory")
struct DecidingTests {
    private static let (nodata, outside, unobserved) = (MaskCode.nodata, MaskCode.outside, MaskCode.unobserved)

    private func byte(_ samples: [UInt8], nodata: Double? = nil, mask: [UInt8]? = nil) -> MemoryRaster.Band {
        MemoryRaster.Band(.uint8(samples), nodata: nodata, mask: mask)
    }

    @Test("The first rule that holds decides, the limit itself is not above")
    func rules() throws {
        let catalog = SmallCatalog(
            classes: "{1: {name: low}, 2: {name: high}, 3: {name: top}}",
            rules: [#"{class: top, when: "A > 200"}"#, #"{class: high, when: "A > 10"}"#, "{class: low}"])
        let survey = try SmallSurvey(
            width: 3, [byte([0, 10, 11, 200, 201, 255]), byte([0, 0, 0, 0, 0, 0])], [catalog])
        #expect(try survey.codes() == [1, 1, 2, 2, 3, 3])
        #expect(try survey.only().mask == [1, 1, 2, 2, 3, 3])
    }

    @Test("Codes follow the order of values, the mask holds the values")
    func classValues() throws {
        let catalog = SmallCatalog(classes: "{40: {name: high}, 7: {name: low}}")
        let survey = try SmallSurvey(width: 2, [byte([0, 20, 30, 1]), byte([0, 0, 0, 0])], [catalog])
        #expect(try survey.codes() == [1, 2, 2, 1])
        let found = try survey.only()
        #expect(found.mask == [7, 40, 40, 7])
        #expect(found.outcome.coverage.classes.map(\.value) == [7, 40])
        #expect(found.outcome.coverage.classes.map(\.name) == ["low", "high"])
    }

    @Test("A pixel without data in any band that is read is nodata, bands that are not read do not count")
    func nodata() throws {
        let bands = [byte([9, 20, 9, 20], nodata: 9), byte([1, 1, 5, 5], nodata: 5), byte([3, 3, 3, 3], nodata: 3)]
        let both = try SmallSurvey(width: 2, bands)
        #expect(try both.codes() == [0, 2, 0, 0])
        let first = try SmallSurvey(width: 2, bands, [SmallCatalog(bands: "{A: 1}")])
        #expect(try first.codes() == [0, 2, 0, 2])
    }

    @Test("Where a quotient is 0/0 or n/0 nothing can be judged")
    func undefined() throws {
        let catalog = SmallCatalog(rules: [#"{class: high, when: "A / B > 1"}"#, "{class: low}"])
        let survey = try SmallSurvey(width: 4, [byte([0, 4, 9, 0]), byte([0, 2, 0, 7])], [catalog])
        #expect(try survey.codes() == [Self.unobserved, 2, Self.unobserved, 1])
        let pixels = try survey.only().outcome.coverage.pixels
        #expect(pixels == .init(total: 4, valid: 2, nodata: 0, unobserved: 2, outside: 0))
    }

    @Test("A pixel that no rule takes is unobserved")
    func noRule() throws {
        let catalog = SmallCatalog(
            rules: [#"{class: high, when: "A > 10"}"#, #"{class: low, when: "A < 5"}"#], more: "    rest: unobserved")
        let survey = try SmallSurvey(width: 3, [byte([4, 7, 11]), byte([0, 0, 0])], [catalog])
        #expect(try survey.codes() == [1, Self.unobserved, 2])
        #expect(try survey.only().mask == [1, 0, 2])
    }

    @Test("A NaN makes a pixel unobserved where a rule that is reached reads it")
    func notANumber() throws {
        let bands = [MemoryRaster.Band(.float32([.nan, 11, 9, 12])), MemoryRaster.Band(.float32([1, .nan, .nan, 1]))]
        #expect(try SmallSurvey(width: 2, bands).codes() == [Self.unobserved, 2, 1, 2])
        let both = SmallCatalog(rules: [
            #"{class: high, when: "A > 10"}"#, #"{class: high, when: "B > 3"}"#, "{class: low}",
        ])
        #expect(try SmallSurvey(width: 2, bands, [both]).codes() == [Self.unobserved, 2, Self.unobserved, 2])
        let declared = [MemoryRaster.Band(.float32([.nan, 11, 9, 12]), nodata: .nan), bands[1]]
        #expect(try SmallSurvey(width: 2, declared).codes() == [Self.nodata, 2, 1, 2])
    }

    @Test("A mask of the raster takes out pixels of all bands, a band's own where it is read")
    func masks() throws {
        let (a, b) = ([20, 20, 5, 5] as [UInt8], [1, 1, 1, 1] as [UInt8])
        let whole = try SmallSurvey(width: 2, [byte(a), byte(b)], mask: [255, 0, 1, 0])
        #expect(try whole.codes() == [2, 0, 1, 0])
        let own = [byte(a, mask: [0, 255, 255, 255]), byte(b, mask: [255, 255, 255, 0])]
        #expect(try SmallSurvey(width: 2, own).codes() == [0, 2, 1, 0])
        #expect(try SmallSurvey(width: 2, own, [SmallCatalog(bands: "{A: 1}")]).codes() == [0, 2, 1, 1])
    }

    @Test("An alpha band of 0 is nodata, whatever else it holds is not")
    func alpha() throws {
        let bands = [
            byte([20, 20, 5, 5]), byte([1, 1, 1, 1]), MemoryRaster.Band(.uint8([0, 255, 0, 255]), colour: "Alpha"),
        ]
        #expect(try SmallSurvey(width: 2, bands).codes() == [0, 2, 0, 1])
    }

    @Test("Scale and offset come before the rule, nodata before both")
    func scaling() throws {
        let scaling = BandScaling(scale: 0.5, offset: 3)
        let bands = [
            MemoryRaster.Band(.uint16([14, 15, 100, 0]), nodata: 100, scaling: scaling), byte([0, 0, 0, 0]),
        ]
        // 14 means 10, which is not above; 15 means 10.5.
        #expect(try SmallSurvey(width: 2, bands).codes() == [1, 2, 0, 1])
    }

    @Test("--nodata takes the place of what the file says")
    func declaredNodata() throws {
        let survey = try SmallSurvey(width: 2, [byte([9, 20, 0, 20], nodata: 9), byte([1, 1, 1, 1])])
        survey.request.nodata = NodataValues([0], text: "0")
        #expect(try survey.codes() == [1, 2, 0, 2])
    }

    @Test("What lies beyond --within is outside, whatever it holds, and whole tiles are not read")
    func within() throws {
        // The damage would end the run if the tile around it were read.
        let damage = PixelWindow(column: 3, row: 3, width: 1, height: 1)
        let survey = try SmallSurvey(
            width: 4, [byte(Array(repeating: 20, count: 16), nodata: 9), byte(Array(0..<16), nodata: 0)],
            damage: [damage])
        survey.request.within = try survey.zones([("a", corners(0...2, -3...0))])
        let (o, h) = (Self.outside, UInt8(2))
        #expect(try survey.codes() == [0, h, o, o, h, h, o, o, h, h, o, o, o, o, o, o])
        survey.request.tileSize = 1
        let found = try survey.only()
        #expect(found.outcome.coverage.pixels == .init(total: 16, valid: 5, nodata: 1, unobserved: 0, outside: 10))
        #expect(found.mask == [0, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0])
    }

    @Test("Means around a pixel leave out nodata, what is outside, and what lies beyond the raster")
    func neighbourhoods() throws {
        // A disc of radius 1 holds the pixel and those beside it in its row: the raster has one row.
        let catalog = SmallCatalog(
            bands: "{A: 1}", rules: [#"{class: high, when: "mean_within(A, 1 px) > 10"}"#, "{class: low}"])
        let samples: [UInt8] = [10, 12, 0, 9, 10, 12]
        let plain = try SmallSurvey(width: 6, [byte(samples)], [catalog])
        #expect(try plain.codes() == [2, 1, 1, 1, 2, 2])
        let masked = try SmallSurvey(width: 6, [byte(samples, nodata: 0)], [catalog])
        #expect(try masked.codes() == [2, 2, 0, 1, 2, 2])
        masked.request.within = try masked.zones([("a", corners(0...5, -1...0))])
        #expect(try masked.codes() == [2, 2, 0, 1, 1, Self.outside])
    }
}
