import RasterModel
import Testing

@testable import Coverage

@Suite("Coverage table")
struct CoverageTableTests {
    let classes = [
        CoverageClass(value: 1, name: "soil"), CoverageClass(value: 2, name: "healthy"),
        CoverageClass(value: 3, name: "discoloured"),
    ]
    let ratios = [
        CoverageRatio(name: "discoloured_percent_of_canopy", of: [3], over: [2, 3]),
        CoverageRatio(name: "of_nothing", of: [1], over: []),
    ]
    /// 10 soil, 6 healthy, 2 discoloured, 3 nodata, 1 unobserved, 2 outside.
    let mask: [UInt8] = [
        1, 1, 1, 1, 1, 2, 2, 2, 3, 0, 0, 254,
        1, 1, 1, 1, 1, 2, 2, 2, 3, 0, 255, 254,
    ]

    private func table(areas: PixelAreas?) -> CoverageTable {
        var tally = AreaTally()
        tally.add(
            mask.span, stride: 12, window: PixelWindow(column: 0, row: 0, width: 12, height: 2), areas: areas,
            classes: classes.map(\.value))
        return CoverageTable(tally: tally, classes: classes, ratios: ratios, areas: areas)
    }

    @Test("Without areas: pixels and percent, nothing else")
    func pixelsOnly() {
        let table = table(areas: nil)
        #expect(table.pixels == .init(total: 24, valid: 18, nodata: 3, unobserved: 1, outside: 2))
        #expect(table.areas == nil)
        #expect(table.planarTotal == nil)
        #expect(table.classes.map(\.pixels) == [10, 6, 2])
        #expect(table.classes.allSatisfy { $0.area == nil })
        let percent: [Double?] = [1000.0 / 18, 600.0 / 18, 200.0 / 18]
        #expect(table.classes.map(\.percentOfValid) == percent)
        #expect(table.ratios.map(\.percent) == [25, nil])
    }

    @Test("With a constant area")
    func constant() throws {
        let table = table(areas: try PixelAreas(pixelWidth: 2, pixelHeight: 0.25))
        #expect(table.areas == .init(total: 12, valid: 9, nodata: 1.5, unobserved: 0.5, outside: 1))
        #expect(table.planarTotal == 12)
        #expect(table.classes.map(\.area) == [5, 3, 1])
        let percent: [Double?] = [500.0 / 9, 300.0 / 9, 100.0 / 9]
        #expect(table.classes.map(\.percentOfValid) == percent)
        #expect(table.pixelsWithoutArea == 0)
    }

    @Test("Percent is a ratio of areas, not of pixels")
    func ratioOfAreas() throws {
        let raster = grid(
            .geographic(radiansPerUnit: degree), .square(10, left: 0, top: 90), width: 1, height: 2)
        let areas = try PixelAreas(grid: raster)
        var tally = AreaTally()
        let codes: [UInt8] = [1, 2]
        tally.add(
            codes.span, stride: 1, window: PixelWindow(column: 0, row: 0, width: 1, height: 2), areas: areas,
            classes: [1, 2, 3])
        let table = CoverageTable(tally: tally, classes: classes, ratios: [], areas: areas)
        let (polar, next) = (areas.squareMetres(row: 0), areas.squareMetres(row: 1))
        let percent = try #require(table.classes[0].percentOfValid)
        #expect((percent - 100 * polar / (polar + next)).magnitude < 1e-12)
        #expect(percent < 26)
        #expect(table.planarTotal == nil)
        #expect(table.classes[2].percentOfValid == 0)
    }

    @Test("Nothing valid: percent does not exist")
    func nothingValid() throws {
        for areas in [nil, try PixelAreas(pixelWidth: 1, pixelHeight: 1)] {
            var tally = AreaTally()
            let codes: [UInt8] = [0, 255, 254]
            tally.add(
                codes.span, stride: 3, window: PixelWindow(column: 0, row: 0, width: 3, height: 1), areas: areas,
                classes: [1, 2, 3])
            let table = CoverageTable(tally: tally, classes: classes, ratios: ratios, areas: areas)
            #expect(table.pixels == .init(total: 3, valid: 0, nodata: 1, unobserved: 1, outside: 1))
            #expect(table.classes.allSatisfy { $0.percentOfValid == nil })
            #expect(table.ratios.allSatisfy { $0.percent == nil })
        }
    }

    @Test("total = valid + nodata + unobserved + outside, with unknown areas too", arguments: AreaCase.all)
    func everyPixelOnce(of test: AreaCase) {
        let codes: [UInt8] = (0..<331 * 203).map { [0, 1, 2, 3, 254, 255][($0 * 7 + $0 / 331) % 6] }
        var tally = AreaTally()
        tally.add(
            codes.span, stride: 331, window: PixelWindow(column: 0, row: 0, width: 331, height: 203),
            areas: test.areas, classes: [1, 2, 3])
        let table = CoverageTable(tally: tally, classes: classes, ratios: ratios, areas: test.areas)
        let pixels = table.pixels
        #expect(pixels.total == codes.count)
        #expect(pixels.total == pixels.valid + pixels.nodata + pixels.unobserved + pixels.outside)
        #expect(pixels.valid == table.classes.reduce(0) { $0 + $1.pixels })
        #expect(table.pixelsWithoutArea == tally.areaUnknown)
        // A sum that holds a pixel of unknown area is not known, and no other.
        if let areas = table.areas {
            #expect((areas.nodata == nil) == (tally.areaUnknown(MaskCode.nodata) > 0))
            #expect((areas.total == nil) == (tally.areaUnknown > 0))
            if let total = areas.total {
                let parts = [areas.valid, areas.nodata, areas.unobserved, areas.outside].compactMap(\.self)
                #expect(parts.count == 4 && (total - parts.reduce(0, +)).magnitude <= 1e-14 * total)
            }
        }
        for item in table.classes where table.areas != nil {
            #expect((item.area == nil) == (tally.areaUnknown(item.value) > 0))
            #expect(item.area != nil || item.percentOfValid == nil)
        }
    }
}
