import Foundation
import RasterModel
import Testing

@testable import Coverage

@Suite("Areas by row")
struct RowAreaTests {
    let geographic = CoordinateReference.Kind.geographic(radiansPerUnit: degree)
    let mercator = CoordinateReference.Kind.webMercator(radius: 6_378_137)

    /// A raster of one geographic pixel around a latitude.
    private func pixel(_ side: Double, latitude: Double) throws -> Double {
        try PixelAreas(
            grid: grid(geographic, .square(side, left: 10, top: latitude + side / 2), width: 1, height: 1)
        ).squareMetres()
    }

    @Test(
        "Pixels of 1e-4 degrees against 60 digits",
        arguments: [
            (0.0, 123.090720792933456), (30, 106.957398331271441), (45, 87.6238892747504533),
            (52, 76.4162107855164114), (60, 62.1680581533196735),
        ])
    func small(latitude: Double, expected: Double) throws {
        #expect((try pixel(1e-4, latitude: latitude) / expected - 1).magnitude < 1e-12)
    }

    @Test(
        "The figures that subtracting two latitudes gives are 1e-9 away at most",
        arguments: [
            (0.0, 123.090720782), (30, 106.957398349), (45, 87.62388927), (52, 76.416210835), (60, 62.168058158),
        ])
    func published(latitude: Double, figure: Double) throws {
        #expect((try pixel(1e-4, latitude: latitude) / figure - 1).magnitude < 1e-9)
    }

    @Test(
        "Pixels of 1e-7 degrees against 60 digits: one rounding to 2^-48 m2",
        arguments: [
            (0.0, 0.000123090720792948661), (30, 0.000106957398331285014), (45, 0.0000876238892747618707),
            (52, 0.0000764162107855264950), (60, 0.0000621680581533279872),
        ])
    func tiny(latitude: Double, expected: Double) throws {
        #expect((try pixel(1e-7, latitude: latitude) - expected).magnitude <= 0x1p-48)
    }

    @Test("A pixel of 1e-7 degrees at the pole, before rounding")
    func atThePole() {
        let strips = RowStrips(
            axis: .latitude(radiansPerUnit: degree), transform: .square(1e-7, left: 0, top: 90),
            area: EllipsoidArea(.wgs84))
        #expect((strips.squareMetres(row: 0) / 1.08869668724083390e-13 - 1).magnitude < 1e-6)
    }

    @Test(
        "Web Mercator pixels of 10 m",
        arguments: [(0.0, 99.3306), (30, 74.7479), (45, 49.9994), (52, 37.9651), (60, 25.0839)])
    func webMercator(latitude: Double, expected: Double) throws {
        let y = 6_378_137 * asinh(tan(latitude * degree))
        let areas = try PixelAreas(grid: grid(mercator, .square(10, left: 0, top: y + 5), width: 1, height: 1))
        #expect((areas.squareMetres() - expected).magnitude < 0.000051)
        #expect(areas.planarPixelArea == 100)
    }

    @Test("Web Mercator and geographic rows between the same parallels agree", arguments: [-60.0, 0.3, 52])
    func mercatorAgainstGeographic(latitude: Double) throws {
        let side = 1e-3
        let geo = try PixelAreas(
            grid: grid(geographic, .square(side, left: 0, top: latitude + side), width: 1, height: 1))
        let top = 6_378_137 * asinh(tan((latitude + side) * degree))
        let bottom = 6_378_137 * asinh(tan(latitude * degree))
        let transform = GeoTransform(
            originX: 0, columnX: 6_378_137 * side * degree, rowX: 0, originY: top, columnY: 0, rowY: bottom - top)
        let web = try PixelAreas(grid: grid(mercator, transform, width: 1, height: 1))
        #expect((web.squareMetres() / geo.squareMetres() - 1).magnitude < 1e-9)
    }

    @Test("Small rows add up to one large cell", arguments: [0.0, 37, 89])
    func additive(south: Double) {
        let area = EllipsoidArea(.wgs84)
        func strips(_ side: Double, _ rows: Int) -> Double {
            let strips = RowStrips(
                axis: .latitude(radiansPerUnit: degree), transform: .square(side, left: 0, top: south + 1e-3),
                area: area)
            return (0..<rows).reduce(0) { $0 + strips.squareMetres(row: $1) } * 1e-3 / side
        }
        #expect((strips(1e-7, 10_000) / strips(1e-3, 1) - 1).magnitude < 1e-12)
    }

    @Test("A global raster adds up to the ellipsoid, with or without half a pixel beyond each pole")
    func global() throws {
        for (rows, top) in [(180, 90.0), (181, 90.5), (201, 100.5)] {
            let areas = try PixelAreas(
                grid: grid(geographic, .square(1, left: -180, top: top), width: 360, height: rows))
            let total = (0..<rows).reduce(0.0) { $0 + areas.squareMetres(row: $1) } * 360
            #expect((total / 510_065_621_724_088.5 - 1).magnitude < 1e-14)
        }
    }

    @Test("A pixel larger than the earth is the earth's width")
    func hugePixel() throws {
        let areas = try PixelAreas(grid: grid(geographic, .square(360, left: -180, top: 180), width: 1, height: 1))
        #expect((areas.squareMetres() / 510_065_621_724_088.5 - 1).magnitude < 1e-14)
    }

    @Test("South-up rasters have the same rows in the other order")
    func southUp() throws {
        for kind in [geographic, mercator] {
            let north = try PixelAreas(grid: grid(kind, .square(0.25, left: 3, top: 50), width: 3, height: 8))
            let transform = GeoTransform(originX: 3, columnX: 0.25, rowX: 0, originY: 48, columnY: 0, rowY: 0.25)
            let south = try PixelAreas(grid: grid(kind, transform, width: 3, height: 8))
            #expect((0..<8).map(north.rowArea) == (0..<8).map(south.rowArea).reversed())
        }
    }

    @Test("Degrees written with fifteen digits, and grads")
    func units() throws {
        let expected = try pixel(1e-4, latitude: 52)
        for (radians, side) in [(0.0174532925199433, 1e-4), (Double.pi / 200, 1e-4 / 0.9)] {
            let areas = try PixelAreas(
                grid: grid(
                    .geographic(radiansPerUnit: radians),
                    .square(side, left: 0, top: 52 * degree / radians + side / 2), width: 1, height: 1))
            #expect((areas.squareMetres() / expected - 1).magnitude < 1e-11)
        }
    }

    @Test("Layout, method and planar area of each kind")
    func descriptions() throws {
        let rows = try PixelAreas(grid: grid(geographic, .square(1e-4, left: 0, top: 50)))
        #expect(rows.layout == .rows)
        #expect(rows.planarPixelArea == nil)
        #expect(rows.method == "ellipsoidal, one value per row")
        let local = try PixelAreas(
            grid: grid(.local, .turned(2, by: 30, left: 0, top: 0), metresPerUnit: 0.3048))
        let area = 4 * 0.3048 * 0.3048
        #expect((local.squareMetres(column: 7, row: 9) - area).magnitude < 1e-13)
        #expect(try (#require(local.planarPixelArea) - area).magnitude < 1e-13)
        #expect(local.method == "planar")
        let given = try PixelAreas(pixelWidth: 0.02, pixelHeight: 0.03)
        #expect(given.layout == .constant(FixedArea.units(squareMetres: 0.02 * 0.03)))
        #expect(given.method == "planar, pixel size as given")
    }

    @Test("What has no area is refused")
    func refusals() {
        let flat = GeoTransform(originX: 0, columnX: 1, rowX: 2, originY: 0, columnY: 2, rowY: 4)
        var bare = grid(geographic, flat)
        #expect(throws: CoverageError.impossiblePixelArea(0)) { try PixelAreas(grid: bare) }
        bare.transform = nil
        #expect(throws: CoverageError.noTransform) { try PixelAreas(grid: bare) }
        bare.transform = flat
        bare.crs = nil
        #expect(throws: CoverageError.noReference) { try PixelAreas(grid: bare) }
        #expect(throws: CoverageError.self) { try PixelAreas(pixelWidth: .nan, pixelHeight: 1) }
        #expect(throws: CoverageError.self) { try PixelAreas(pixelWidth: 0, pixelHeight: 1) }
        #expect(throws: CoverageError.self) {
            try PixelAreas(grid: grid(geographic, .square(.infinity, left: 0, top: 0)))
        }
        #expect(throws: CoverageError.noInverseProjection(crs: "test")) {
            try PixelAreas(grid: grid(.projected, .square(1, left: 0, top: 0)))
        }
    }
}
