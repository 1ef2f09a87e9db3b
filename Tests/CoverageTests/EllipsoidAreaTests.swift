import Foundation
import RasterModel
import Testing

@testable import Coverage

@Suite("Area between parallels")
struct EllipsoidAreaTests {
    let area = EllipsoidArea(.wgs84)

    @Test("The whole ellipsoid")
    func wholeEllipsoid() {
        let total = area.strip(middle: 0, height: .pi) * 2 * .pi
        #expect((total / 510_065_621_724_088.509 - 1).magnitude < 1e-15)
    }

    @Test("The whole sphere", arguments: [1.0, 6_371_007.0])
    func wholeSphere(radius: Double) {
        let sphere = EllipsoidArea(Ellipsoid(semiMajorAxis: radius, flattening: 0))
        let total = sphere.strip(middle: 0, height: .pi) * 2 * .pi
        #expect((total / (4 * .pi * radius * radius) - 1).magnitude < 1e-15)
        #expect((sphere.areaElement(latitude: 1) / (radius * radius * cos(1)) - 1).magnitude < 1e-15)
    }

    @Test("A prolate body", arguments: [-0.1, -1e-9])
    func prolate(flattening: Double) {
        let body = Ellipsoid(semiMajorAxis: 1, flattening: flattening)
        let (a, c) = (1.0, 1 - flattening)
        let e = (1 - a * a / (c * c)).squareRoot()
        let expected = 2 * Double.pi * (a * a + a * c * asin(e) / e)
        #expect((EllipsoidArea(body).strip(middle: 0, height: .pi) * 2 * .pi / expected - 1).magnitude < 1e-7)
    }

    @Test(
        "A degree by a degree",
        arguments: [
            (0.0, 12308463893.975), (30, 10642393438.883), (45, 8686494956.670), (60, 6123140878.746),
        ])
    func oneDegree(south: Double, expected: Double) {
        let cell = area.strip(middle: (south + 0.5) * degree, height: degree) * degree
        #expect((cell - expected).magnitude < 0.0006)
    }

    @Test("Northern and southern strips are equal", arguments: [0.0, 12.5, 52, 89.5])
    func symmetry(latitude: Double) {
        let north = area.strip(middle: latitude * degree, height: 1e-3)
        let south = area.strip(middle: -latitude * degree, height: 1e-3)
        #expect(north == south)
    }

    @Test("A small strip is the area element times its height", arguments: [0.0, 30, 52, 80, 89.9])
    func element(latitude: Double) {
        let strip = area.strip(middle: latitude * degree, height: 1e-6) / 1e-6
        #expect((area.areaElement(latitude: latitude * degree) / strip - 1).magnitude < 1e-11)
    }

    @Test("Many strips add up to their sum", arguments: [0.0, 30, 52, 60])
    func additive(latitude: Double) {
        let count = 10_000
        let step = 1e-7 * degree
        let parts = (0..<count).map { index in
            area.strip(middle: latitude * degree + (Double(index) + 0.5) * step, height: step)
        }
        let whole = area.strip(middle: latitude * degree + Double(count) / 2 * step, height: Double(count) * step)
        #expect((parts.reduce(0, +) / whole - 1).magnitude < 1e-13)
    }
}

@Suite("Fixed-point areas")
struct FixedAreaTests {
    @Test("Units are 2^-48 m2, rounded to nearest, ties to even")
    func rounding() {
        #expect(FixedArea.units(squareMetres: 1) == 1 << 48)
        #expect(FixedArea.units(squareMetres: 0x1p-48) == 1)
        #expect(FixedArea.units(squareMetres: 0x1.8p-48) == 2)
        #expect(FixedArea.units(squareMetres: 0x1p-49) == 0)
        #expect(FixedArea.units(squareMetres: 0) == 0)
    }

    @Test(
        "Large areas keep every bit",
        arguments: [
            0x1p14, 0x1p15, 0x1.fffffffffffffp14, 0x1.fffffffffffffp15, 123_456_789.123456789, 5.1e14, 0x1.8p78,
        ])
    func large(area: Double) {
        #expect(FixedArea.units(squareMetres: area) == UInt128(area * 0x1p48))
        #expect(FixedArea.squareMetres(FixedArea.units(squareMetres: area)) == area)
        #expect(FixedArea.signedUnits(squareMetres: -area) == -Int128(area * 0x1p48))
    }

    @Test("The double is the nearest one")
    func nearest() {
        // 2^100 + 2^47 lies half way between two doubles, the even one is 2^100; one unit more decides.
        #expect(FixedArea.squareMetres((1 << 100) + (1 << 47)) == 0x1p52)
        #expect(FixedArea.squareMetres((1 << 100) + (1 << 47) + 1) == 0x1.0000000000001p52)
        #expect(FixedArea.squareMetres((1 << 100) + 3 * (1 << 47)) == 0x1.0000000000002p52)
    }
}
