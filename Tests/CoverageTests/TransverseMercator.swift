import Coverage
import Foundation
import RasterModel

/// Inverse transverse Mercator by Krueger's series to sixth order (Karney 2011, Transverse Mercator with an accuracy of
/// a few nanometers): an independent truth for the areal scale.
struct TransverseMercator {
    private let ellipsoid = Ellipsoid.wgs84
    /// Longitude of the central meridian in radians.
    private let centralMeridian: Double
    private let falseEasting: Double = 500_000
    /// Radius of the rectifying sphere times the scale at the central meridian.
    private let radius: Double
    private let beta: [Double]

    init(centralMeridian: Double = 0) {
        self.centralMeridian = centralMeridian
        let third = ellipsoid.flattening / (2 - ellipsoid.flattening)
        let n = (0...6).map { pow(third, Double($0)) }
        radius = 0.9996 * ellipsoid.semiMajorAxis / (1 + third) * (1 + n[2] / 4 + n[4] / 64 + n[6] / 256)
        let b1 = n[1] / 2 - 2 * n[2] / 3 + 37 * n[3] / 96 - n[4] / 360 - 81 * n[5] / 512 + 96199 * n[6] / 604_800
        let b2 = n[2] / 48 + n[3] / 15 - 437 * n[4] / 1440 + 46 * n[5] / 105 - 1_118_711 * n[6] / 3_870_720
        let b3 = 17 * n[3] / 480 - 37 * n[4] / 840 - 209 * n[5] / 4480 + 5569 * n[6] / 90720
        let b4 = 4397 * n[4] / 161_280 - 11 * n[5] / 504 - 830_251 * n[6] / 7_257_600
        let b5 = 4583 * n[5] / 161_280 - 108_847 * n[6] / 3_991_680
        beta = [b1, b2, b3, b4, b5, 20_648_693 * n[6] / 638_668_800]
    }

    /// Longitude and latitude in radians, and planar area per true area.
    func inverse(x: Double, y: Double) -> (longitude: Double, latitude: Double, arealScale: Double) {
        let (xi, eta) = (y / radius, (x - falseEasting) / radius)
        var (xiSphere, etaSphere, p, q) = (xi, eta, 1.0, 0.0)
        for (index, b) in beta.enumerated() {
            let k = 2 * Double(index + 1)
            xiSphere -= b * sin(k * xi) * cosh(k * eta)
            etaSphere -= b * cos(k * xi) * sinh(k * eta)
            p -= k * b * cos(k * xi) * cosh(k * eta)
            q += k * b * sin(k * xi) * sinh(k * eta)
        }
        let conformal = sin(xiSphere) / hypot(sinh(etaSphere), cos(xiSphere))
        let tangent = geodeticTangent(conformal: conformal)
        let longitude = centralMeridian + atan2(sinh(etaSphere), cos(xiSphere))
        let sine = tangent / hypot(1, tangent)
        let normal = ellipsoid.semiMajorAxis / (1 - ellipsoid.eccentricitySquared * sine * sine).squareRoot()
        // Ellipsoid -> conformal sphere -> spherical transverse Mercator -> the plane.
        let toSphere = hypot(1, tangent) / hypot(1, conformal) / normal
        let linear = toSphere * cosh(etaSphere) * radius / hypot(p, q)
        return (longitude, atan(tangent), linear * linear)
    }

    /// tan of the geodetic latitude from tan of the conformal latitude, by Newton's method.
    private func geodeticTangent(conformal: Double) -> Double {
        let e2 = ellipsoid.eccentricitySquared
        let e = e2.squareRoot()
        var tangent = conformal
        for _ in 0..<4 {
            let sigma = sinh(e * atanh(e * tangent / hypot(1, tangent)))
            let guess = tangent * hypot(1, sigma) - sigma * hypot(1, tangent)
            let slope = (1 + (1 - e2) * tangent * tangent) / ((1 - e2) * hypot(1, guess) * hypot(1, tangent))
            tangent += (conformal - guess) * slope
        }
        return tangent
    }

    /// The same for many positions, longitudes brought into -180 ..< 180 degrees.
    var projection: InverseProjectionFunction {
        { points in
            points.map { point in
                let place = inverse(x: point.x, y: point.y)
                let turns = ((place.longitude + .pi) / (2 * .pi)).rounded(.down)
                return (place.longitude - turns * 2 * .pi, place.latitude)
            }
        }
    }
}
