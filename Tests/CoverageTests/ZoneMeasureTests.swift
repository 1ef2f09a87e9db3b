import Foundation
import RasterModel
import Testing

@testable import Coverage

private func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Ring {
    Ring([(left, top), (right, top), (right, bottom), (left, bottom)].map { PixelPoint(column: $0.0, row: $0.1) })
}

@Suite("Areas of zones")
struct ZoneMeasureTests {
    private let geographic = CoordinateReference.Kind.geographic(radiansPerUnit: degree)

    @Test("longitude 10.00 to 10.01, latitude 52.000 to 52.005 on WGS 84")
    func vector() throws {
        let grid = grid(geographic, .square(1e-3, left: 10, top: 52.005))
        var measurer = try ZoneMeasurer(grid: grid)
        let measure = try measurer.measure([PolygonShape(outer: box(0, 0, 10, 5))])
        #expect(measure.pixels == 50)
        #expect(try (#require(measure.area) - 382_059.932).magnitude < 0.001)
        #expect(measure.pixelsOutside == 0 && measure.areaOutside == 0)
    }

    @Test("strips of latitude agree with their formula, at all heights")
    func strips() throws {
        let grid = grid(geographic, .square(1, left: 0, top: 90), width: 20, height: 180)
        var measurer = try ZoneMeasurer(grid: grid)
        let ellipsoid = EllipsoidArea(.wgs84)
        for (top, bottom) in [(0.0, 180.0), (0, 1), (30, 31), (45, 45.01), (89, 100), (170, 180)] {
            let found = try measurer.measure([PolygonShape(outer: box(0, top, 20, bottom))]).area
            let expected = ellipsoid.strip(
                middle: (90 - (top + bottom) / 2) * degree, height: (bottom - top) * degree)
            #expect((try #require(found) / (expected * 20 * degree) - 1).magnitude < 1e-11)
        }
    }

    @Test("Mercator's stretch is taken out")
    func mercator() throws {
        let radius = 6_378_137.0
        // Ordinates of 52.005 and 52.000 degrees, abscissas of 10.00 and 10.01.
        let (top, bottom) = (atanh(sin(52.005 * degree)) * radius, atanh(sin(52 * degree)) * radius)
        let grid = grid(.webMercator(radius: radius), .square(1, left: 10 * degree * radius, top: top))
        var measurer = try ZoneMeasurer(grid: grid)
        let polygon = PolygonShape(outer: box(0, 0, 0.01 * degree * radius, top - bottom))
        #expect(try (#require(measurer.measure([polygon]).area) - 382_059.932).magnitude < 0.001)
    }

    @Test("without a formula the projection is asked, and parts beyond the raster are told")
    func projected() throws {
        let projection = TransverseMercator().projection
        let grid = grid(.projected, .square(10, left: 700_000, top: 4e6), width: 300, height: 200)
        var measurer = try ZoneMeasurer(grid: grid, inverse: projection)
        let areas = try PixelAreas(grid: grid, inverse: projection)
        let whole = try measurer.measure([PolygonShape(outer: box(0, 0, 300, 200))])
        let sum = (0..<200).reduce(UInt128(0)) { sum, row in
            (0..<300).reduce(sum) { $0 + (areas.pixelArea(column: $1, row: row) ?? 0) }
        }
        #expect((try #require(whole.area) / FixedArea.squareMetres(sum) - 1).magnitude < 1e-9)
        let wider = try measurer.measure([PolygonShape(outer: box(-100, -50, 350, 200), holes: [box(10, 10, 20, 20)])])
        #expect(wider.pixels == 450 * 250 - 100)
        #expect(wider.pixelsOutside == 450 * 250 - 300 * 200)
        let hole = try #require(measurer.measure([PolygonShape(outer: box(10, 10, 20, 20))]).area)
        let inside = try #require(wider.area) - #require(wider.areaOutside)
        #expect((inside / (FixedArea.squareMetres(sum) - hole) - 1).magnitude < 1e-9)
    }

    @Test("shares times pixel areas and what lies outside add up to the polygon", arguments: [0.0, 17])
    func addingUp(_ angle: Double) throws {
        let projection = TransverseMercator().projection
        let transform = GeoTransform.turned(2, by: angle, left: 640_000, top: 5e6)
        let grid = grid(.projected, transform, width: 300, height: 200)
        let areas = try PixelAreas(grid: grid, inverse: projection)
        var measurer = try ZoneMeasurer(grid: grid, inverse: projection)
        var polygons = RandomPolygons(31)
        let mask = [UInt8](repeating: 1, count: 300 * 200)
        for _ in 0..<30 {
            let zone = [polygons.polygon(on: grid.size)]
            var counter = ZoneCounter(ZoneShapes([zone], size: grid.size), areas: areas, classes: [1])
            var tally = ZoneTally(zones: 1, classes: [1])
            tally.merge(
                counter.count(mask.span, stride: 300, window: PixelWindow(column: 0, row: 0, width: 300, height: 200)))
            let measure = try measurer.measure(zone)
            let (area, outside) = try (#require(measure.area), #require(measure.areaOutside))
            let inside = FixedArea.squareMetres(tally.total(zone: 0).area)
            #expect((inside + outside - area).magnitude < 1e-7 * area)
            let pixels = FixedShare.pixels(tally.total(zone: 0).shares)
            #expect((pixels + measure.pixelsOutside - measure.pixels).magnitude < 1e-9 * measure.pixels + 1e-6)
        }
    }

    @Test("a polygon as wide as a continent is the sum of its halves")
    func continent() throws {
        let projection = TransverseMercator().projection
        let grid = grid(.projected, .square(1000, left: 0, top: 6e6), width: 900, height: 900)
        var measurer = try ZoneMeasurer(grid: grid, inverse: projection)
        let whole = try #require(measurer.measure([PolygonShape(outer: box(0, 0, 900, 3000))]).area)
        let upper = try #require(measurer.measure([PolygonShape(outer: box(0, 0, 900, 1111.1))]).area)
        let lower = try #require(measurer.measure([PolygonShape(outer: box(0, 1111.1, 900, 3000))]).area)
        #expect(((upper + lower) / whole - 1).magnitude < 1e-9)
    }

    @Test("without areas there are pixels; a constant area is one factor")
    func plain() throws {
        let zone = [PolygonShape(outer: box(-1, 0, 2, 2))]
        var plain = ZoneMeasurer(size: RasterSize(width: 5, height: 5))
        #expect(try plain.measure(zone) == ZoneMeasure(pixels: 6, pixelsOutside: 2, area: nil, areaOutside: nil))
        var constant = ZoneMeasurer(size: RasterSize(width: 5, height: 5), pixelArea: 0.25)
        #expect(try constant.measure(zone) == ZoneMeasure(pixels: 6, pixelsOutside: 2, area: 1.5, areaOutside: 0.5))
        #expect(try constant.measure([]) == ZoneMeasure(pixels: 0, pixelsOutside: 0, area: 0, areaOutside: 0))
    }

    @Test("beyond the projection's domain the area is not known")
    func domain() throws {
        let projection = TransverseMercator().projection
        let grid = grid(.projected, .square(10, left: 700_000, top: 4e6), width: 300, height: 200)
        var measurer = try ZoneMeasurer(grid: grid) { points in
            try zip(points, projection(points)).map { $0.x > 800_000 ? nil : $1 }
        }
        let measure = try measurer.measure([PolygonShape(outer: box(0, 0, 11_000, 10))])
        #expect(measure.area == nil && measure.areaOutside == nil)
        #expect(measure.pixels == 110_000)
    }
}
