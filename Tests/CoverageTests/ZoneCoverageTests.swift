import RasterModel
import Testing

@testable import Coverage

private func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> PolygonShape {
    PolygonShape(
        outer: Ring(
            [(left, top), (right, top), (right, bottom), (left, bottom)].map { PixelPoint(column: $0.0, row: $0.1) }
        ))
}

@Suite("Coverage of zones")
struct ZoneCoverageTests {
    private let classes = [CoverageClass(value: 1, name: "soil"), CoverageClass(value: 2, name: "crop")]
    private let ratios = [CoverageRatio(name: "crop", of: [2], over: [1, 2])]
    private let size = RasterSize(width: 4, height: 2)
    private let mask: [UInt8] = [
        1, 1, 2, MaskCode.nodata,
        1, 2, 2, MaskCode.unobserved,
    ]

    private func coverage(_ zones: [[PolygonShape]], pixelArea: Double?) throws -> [ZoneCoverage] {
        let areas = try pixelArea.map { try PixelAreas(pixelWidth: $0, pixelHeight: 1) }
        var measurer = pixelArea.map { ZoneMeasurer(size: size, pixelArea: $0) } ?? ZoneMeasurer(size: size)
        var counter = ZoneCounter(ZoneShapes(zones, size: size), areas: areas, classes: [1, 2])
        var tally = ZoneTally(zones: zones.count, classes: [1, 2])
        tally.merge(counter.count(mask.span, stride: 4, window: PixelWindow(column: 0, row: 0, width: 4, height: 2)))
        return try zones.indices.map { zone in
            ZoneCoverage(
                tally: tally, zone: zone, measure: try measurer.measure(zones[zone]), classes: classes, ratios: ratios,
                hasAreas: pixelArea != nil)
        }
    }

    @Test("parts add up to the zone, the one beyond the raster included")
    func parts() throws {
        // Half of the second column, all of the other two, and one column beyond the raster.
        let found = try coverage([[box(1.5, 0, 5, 2)]], pixelArea: 3)[0]
        let pixels = CoverageTable.Totals<Double>(total: 7, valid: 3, nodata: 1, unobserved: 1, outside: 2)
        let areas = CoverageTable.Totals<Double?>(total: 21, valid: 9, nodata: 3, unobserved: 3, outside: 6)
        #expect(found.pixels == pixels)
        #expect(found.areas == areas)
        #expect(found.polygonArea == 21)
        #expect(found.classes.map(\.pixels) == [0.5, 2.5])
        #expect(found.classes.map(\.area) == [1.5, 7.5])
        let (ofValid, ofZone): ([Double], [Double]) = ([150.0 / 9, 750.0 / 9], [150.0 / 21, 750.0 / 21])
        #expect(found.classes.map(\.percentOfValid) == ofValid)
        #expect(found.classes.map(\.percentOfZone) == ofZone)
        #expect(found.ratios.map(\.percent) == [ofValid[1]])
    }

    @Test("zones that overlap count each for itself")
    func overlap() throws {
        let found = try coverage([[box(0, 0, 3, 2)], [box(0, 0, 1, 2)], [box(0, 0, 3, 2)]], pixelArea: 1)
        #expect(found[0] == found[2])
        #expect(found.map(\.pixels.valid) == [6, 2, 6])
    }

    @Test("where nothing is valid there are no percentages")
    func nothing() throws {
        for zone in [[box(3, 0, 4, 2)], [box(10, 0, 11, 2)], []] {
            let found = try coverage([zone], pixelArea: 1)[0]
            #expect(found.classes.allSatisfy { $0.percentOfValid == nil && $0.percentOfZone == nil && $0.area == 0 })
            #expect(found.ratios.allSatisfy { $0.percent == nil })
        }
        let outside = CoverageTable.Totals<Double>(total: 2, valid: 0, nodata: 0, unobserved: 0, outside: 2)
        #expect(try coverage([[box(10, 0, 11, 2)]], pixelArea: 1)[0].pixels == outside)
    }

    @Test("without areas percentages are of pixels")
    func noAreas() throws {
        let found = try coverage([[box(0, 0, 2, 2)]], pixelArea: nil)[0]
        #expect(found.areas == nil && found.polygonArea == nil)
        #expect(found.classes.map(\.percentOfValid) == [75, 25])
        #expect(found.classes.map(\.percentOfZone) == [75, 25])
        #expect(found.classes.allSatisfy { $0.area == nil })
    }

    @Test("an area that is not known is not 0")
    func unknown() {
        let found = ZoneCoverage(
            tally: ZoneTally(zones: 1, classes: [1, 2]), zone: 0,
            measure: ZoneMeasure(pixels: 4, pixelsOutside: 4, area: nil, areaOutside: nil), classes: classes,
            ratios: ratios, hasAreas: true)
        #expect(found.areas?.total == .some(nil) && found.areas?.outside == .some(nil))
        #expect(found.areas?.valid == 0)
    }
}
