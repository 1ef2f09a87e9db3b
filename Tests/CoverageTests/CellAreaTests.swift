import Foundation
import RasterModel
import TestSupport
import Testing

@testable import Coverage

@Suite("Areas by cell")
struct CellAreaTests {
    /// Largest relative error of some hundred pixels of a raster, spread evenly and at its corners.
    private func worst(
        _ areas: PixelAreas, _ grid: RasterGrid, truth: (_ x: Double, _ y: Double) -> Double
    ) throws -> Double {
        let transform = try #require(grid.transform)
        var generator = SeededGenerator(11)
        let (last, lowest) = (grid.size.width - 1, grid.size.height - 1)
        var pixels = [(0, 0), (last, 0), (0, lowest), (last, lowest)]
        for _ in 0..<300 {
            pixels.append((.random(in: 0...last, using: &generator), .random(in: 0...lowest, using: &generator)))
        }
        return pixels.reduce(0) { worst, pixel in
            let centre = transform.position(column: Double(pixel.0) + 0.5, row: Double(pixel.1) + 0.5)
            let area = areas.squareMetres(column: pixel.0, row: pixel.1)
            let error = (area / (transform.pixelArea * truth(centre.x, centre.y)) - 1).magnitude
            return error.isNaN ? .infinity : max(worst, error)
        }
    }

    private func check(
        _ grid: RasterGrid, within tolerance: Double, inverse: InverseProjectionFunction?,
        truth: (_ x: Double, _ y: Double) -> Double
    ) throws {
        let areas = try PixelAreas(grid: grid, inverse: inverse)
        #expect(try worst(areas, grid, truth: truth) < tolerance)
        #expect(try #require(areas.scaleDisagreement) < 1e-8)
    }

    @Test(
        "UTM areal scale, at the central meridian and 3 degrees away",
        arguments: [
            (500_000, 5_000_000, -0.080), (833_978.557, 0, 0.196), (789_409.653, 3_322_575.904, 0.127),
            (736_446.026, 4_987_329.505, 0.057), (705_928.919, 5_765_288.255, 0.024),
            (667_294.821, 6_655_205.484, -0.011),
        ])
    func utmFigures(x: Double, y: Double, percent: Double) throws {
        let raster = grid(.projected, .square(10, left: x - 5, top: y + 5), width: 1, height: 1)
        let areas = try PixelAreas(grid: raster, inverse: TransverseMercator(centralMeridian: 0.3).projection)
        #expect(((100 / areas.squareMetres() - 1) * 100 - percent).magnitude < 0.0006)
        #expect(areas.planarPixelArea == 100)
    }

    @Test("UTM at every pixel size", arguments: [0.05, 0.7, 10, 30, 100, 600, 5000])
    func utm(side: Double) throws {
        let projection = TransverseMercator(centralMeridian: 15 * degree)
        let raster = grid(
            .projected, .square(side, left: 740_000, top: min(5_500_000, 150 * side)), width: 211, height: 150)
        try check(raster, within: 1e-8, inverse: projection.projection) {
            1 / projection.inverse(x: $0, y: $1).arealScale
        }
    }

    @Test("A whole UTM zone, south-up, turned and in feet")
    func utmTransforms() throws {
        let projection = TransverseMercator(centralMeridian: 0)
        let inverse = projection.projection
        let zone = grid(.projected, .square(100, left: 160_000, top: 9_300_000), width: 6_700, height: 93_000)
        try check(zone, within: 1.2e-8, inverse: inverse) { 1 / projection.inverse(x: $0, y: $1).arealScale }
        let southUp = GeoTransform(originX: 8e5, columnX: -3, rowX: 0, originY: 5e6, columnY: 0, rowY: 7)
        try check(grid(.projected, southUp), within: 1e-8, inverse: inverse) {
            1 / projection.inverse(x: $0, y: $1).arealScale
        }
        for angle in [0.1, 33, 90, 200] {
            let turned = GeoTransform.turned(2, by: angle, left: 8e5, top: 5e6)
            try check(grid(.projected, turned, width: 999, height: 777), within: 1e-8, inverse: inverse) {
                1 / projection.inverse(x: $0, y: $1).arealScale
            }
        }
        let foot = 0.3048
        let feet = grid(.projected, .square(2, left: 8e5 / foot, top: 5e6 / foot), metresPerUnit: foot)
        try check(
            feet, within: 1e-8, inverse: { try inverse($0.map { ($0.x * foot, $0.y * foot) }) },
            truth: { foot * foot / projection.inverse(x: $0 * foot, y: $1 * foot).arealScale })
    }

    @Test("The 180th meridian does not show")
    func antimeridian() throws {
        let transform = GeoTransform.square(10, left: 600_000, top: 1e6)
        let raster = grid(.projected, transform, width: 2000, height: 400)
        let there = try PixelAreas(
            grid: raster, inverse: TransverseMercator(centralMeridian: 178 * degree).projection)
        let elsewhere = try PixelAreas(grid: raster, inverse: TransverseMercator(centralMeridian: 0).projection)
        for column in stride(from: 0, to: 2000, by: 97) {
            let ratio =
                there.squareMetres(column: column, row: 200) / elsewhere.squareMetres(column: column, row: 200)
            #expect((ratio - 1).magnitude < 1e-11)
        }
    }

    @Test("A pole in the middle of a polar stereographic raster", arguments: [1.0, 60])
    func pole(side: Double) throws {
        let sphere = Ellipsoid(semiMajorAxis: 6_371_000, flattening: 0)
        let raster = grid(
            .projected, .square(side, left: -50 * side, top: 50 * side), ellipsoid: sphere)
        let inverse: InverseProjectionFunction = { points in
            points.map { (atan2($0.x, -$0.y), .pi / 2 - 2 * atan(hypot($0.x, $0.y) / (2 * 6_371_000))) }
        }
        try check(raster, within: 1e-8, inverse: inverse) { x, y in
            let k = 1 + (x * x + y * y) / (4 * 6_371_000 * 6_371_000)
            return 1 / (k * k)
        }
    }

    @Test("Mercator far north, where the scale changes fastest", arguments: [0.1, 10, 30])
    func mercator(side: Double) throws {
        let radius = 6_371_000.0
        let sphere = Ellipsoid(semiMajorAxis: radius, flattening: 0)
        let raster = grid(.projected, .square(side, left: 0, top: 8.5e6), ellipsoid: sphere)
        let inverse: InverseProjectionFunction = { $0.map { ($0.x / radius, atan(sinh($0.y / radius))) } }
        try check(raster, within: 1.5e-8, inverse: inverse) { 1 / (cosh($1 / radius) * cosh($1 / radius)) }
    }

    @Test("Turned geographic and web Mercator rasters need no inverse projection", arguments: [1.0, 45, 90])
    func turnedRows(angle: Double) throws {
        let area = EllipsoidArea(.wgs84)
        let geographic = grid(
            .geographic(radiansPerUnit: degree), .turned(1e-5, by: angle, left: 10, top: 60), width: 300, height: 200)
        try check(geographic, within: 1e-8, inverse: nil) {
            area.areaElement(latitude: $1 * degree) * degree * degree
        }
        let radius = 6_378_137.0
        let web = grid(
            .webMercator(radius: radius), .turned(3, by: angle, left: 1e6, top: 8e6), width: 300, height: 200)
        try check(web, within: 1.5e-8, inverse: nil) { x, y in
            let latitude = atan(sinh(y / radius))
            return area.areaElement(latitude: latitude) * cos(latitude) / (radius * radius)
        }
    }

    @Test("A quarter turn of a geographic raster has the areas of its rows")
    func quarterTurn() throws {
        let kind = CoordinateReference.Kind.geographic(radiansPerUnit: degree)
        let rows = try PixelAreas(grid: grid(kind, .square(1e-4, left: 10, top: 52)))
        let turned = GeoTransform(originX: 10, columnX: 0, rowX: 1e-4, originY: 52, columnY: -1e-4, rowY: 0)
        let cells = try PixelAreas(grid: grid(kind, turned))
        for index in 0..<100 {
            let ratio = cells.squareMetres(column: index, row: 3) / rows.squareMetres(row: index)
            #expect((ratio - 1).magnitude < 3e-9)
        }
    }

    @Test("Cells are 64 px, at most 1024 m, at least one pixel")
    func cellSizes() {
        let sides: [Double] = [0.05, 16, 16.1, 30, 100, 513, 1e5]
        #expect(sides.map { CellAreas.cellSize(pixelSide: $0) } == [64, 64, 32, 32, 8, 1, 1])
    }

    @Test("A pixel's area does not depend on the raster's extent")
    func extent() throws {
        let inverse = TransverseMercator().projection
        let transform = GeoTransform.square(20, left: 650_000, top: 5e6)
        let small = try PixelAreas(grid: grid(.projected, transform, width: 70, height: 70), inverse: inverse)
        let large = try PixelAreas(grid: grid(.projected, transform, width: 9000, height: 9000), inverse: inverse)
        for pixel in [(0, 0), (69, 69), (31, 64)] {
            let ratio =
                small.squareMetres(column: pixel.0, row: pixel.1) / large.squareMetres(column: pixel.0, row: pixel.1)
            #expect((ratio - 1).magnitude < 2e-9)
        }
    }

    @Test("Beyond the projection's domain areas are not known")
    func domain() throws {
        let projection = TransverseMercator().projection
        let inverse: InverseProjectionFunction = { points in
            try zip(points, projection(points)).map { point, place in
                if point.x > 700_000 { return nil }
                return point.y < 4_950_000 ? (.nan, 0) : place
            }
        }
        let raster = grid(.projected, .square(100, left: 600_000, top: 5e6), width: 2000, height: 1000)
        let areas = try PixelAreas(grid: raster, inverse: inverse)
        #expect(areas.pixelArea(column: 10, row: 10) != nil)
        #expect(areas.pixelArea(column: 1500, row: 10) == nil)
        #expect(areas.pixelArea(column: 10, row: 900) == nil)
        #expect(areas.cell(column: 1500, row: 10) == nil)
    }

    @Test("Near the edge of the domain nodes move together until areas are known")
    func nearDomainEdge() throws {
        let projection = TransverseMercator().projection
        let inverse: InverseProjectionFunction = { points in
            try zip(points, projection(points)).map { point, place in point.x > 640_000 ? nil : place }
        }
        let raster = grid(.projected, .square(20, left: 600_000, top: 5e6), width: 1500, height: 500)
        let areas = try PixelAreas(grid: raster, inverse: inverse)
        #expect(areas.pixelArea(column: 1499, row: 499) != nil)
    }

    @Test("Errors of the inverse projection come through")
    func failingProjection() {
        struct Broken: Error {}
        #expect(throws: Broken.self) {
            try PixelAreas(grid: grid(.projected, .square(1, left: 0, top: 0)), inverse: { _ in throw Broken() })
        }
    }

    @Test("A sum over a cell is the sum of its pixels, to the last bit")
    func cellSums() throws {
        let cell = try #require(
            AreaCell(column: 128, row: 64, size: 64, centre: 0.0025, perColumn: 1.7e-9, perRow: -3e-10))
        var generator = SeededGenerator(3)
        var (count, columns, rows, sum) = (0, 0, 0, UInt128(0))
        for row in 64..<128 {
            for column in 128..<192 where Bool.random(using: &generator) {
                count += 1
                columns += column - 128
                rows += row - 64
                sum += cell.area(column: column, row: row)
            }
        }
        #expect(cell.area(count: count, columnSum: columns, rowSum: rows) == sum)
        #expect(AreaCell(column: 0, row: 0, size: 64, centre: 1, perColumn: 0.1, perRow: 0) == nil)
        #expect(AreaCell(column: 0, row: 0, size: 4, centre: .nan, perColumn: 0, perRow: 0) == nil)
    }
}
