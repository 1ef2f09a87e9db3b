import Foundation
package import RasterModel

/// Areas on an ellipsoid of revolution, exact to rounding for strips of any height.
///
/// The area south of geodetic latitude phi, per radian of longitude, is (b^2/2) q(phi) with
/// q = s/(1 - e2 s^2) + atanh(e s)/e and s = sin phi (Snyder 1987, Map Projections: A Working Manual, equation 3-12).
/// The difference of two q is formed here from the difference of the sines, so that nothing cancels for small pixels.
package struct EllipsoidArea: Hashable, Sendable {
    /// The ellipsoid; its semi-major axis is in metres.
    package let ellipsoid: Ellipsoid
    private let eccentricitySquared: Double

    /// Areas on the given ellipsoid. A sphere (flattening 0) and a prolate body (flattening < 0) are allowed.
    package init(_ ellipsoid: Ellipsoid) {
        self.ellipsoid = ellipsoid
        eccentricitySquared = ellipsoid.eccentricitySquared
    }

    /// The whole surface, m2.
    package var total: Double { 2 * .pi * strip(middle: 0, height: .pi) }

    /// Area between two parallels.
    ///
    /// - Parameters:
    ///   - middle: geodetic latitude half way between the parallels, radians.
    ///   - height: difference of their latitudes, radians.
    /// - Returns: m2 per radian of longitude; never negative.
    package func strip(middle: Double, height: Double) -> Double {
        strip(middle: middle, cosine: cos(middle), height: height)
    }

    /// The same, with the cosine of the middle latitude given: near a pole the caller knows it better.
    func strip(middle: Double, cosine: Double, height: Double) -> Double {
        strip(
            sines: (sin(middle - height / 2), sin(middle + height / 2)),
            difference: 2 * cosine * sin(height / 2))
    }

    /// Area between two parallels.
    ///
    /// - Parameters:
    ///   - sines: sines of the two geodetic latitudes.
    ///   - difference: the difference of these sines, computed without subtracting them.
    /// - Returns: m2 per radian of longitude; never negative.
    package func strip(sines: (Double, Double), difference: Double) -> Double {
        let e2 = eccentricitySquared
        let product = e2 * sines.0 * sines.1
        let curvatures = (1 - e2 * sines.0 * sines.0) * (1 - e2 * sines.1 * sines.1)
        let first = difference * (1 + product) / curvatures
        let second = inverseHyperbolicTangent(ofScaled: difference / (1 - product))
        let axis = ellipsoid.semiMajorAxis
        return (axis * axis * (1 - e2) / 2 * (first + second)).magnitude
    }

    /// M N cos(phi): area in m2 of one radian of latitude by one radian of longitude at a geodetic latitude in radians.
    ///
    /// M and N are the radii of curvature in the meridian and in the prime vertical.
    package func areaElement(latitude: Double) -> Double {
        curvatureProduct(sine: sin(latitude)) * cos(latitude)
    }

    /// M N = a^2 (1 - e2) / (1 - e2 s^2)^2 in m2: area on the ellipsoid per steradian of its normals.
    func curvatureProduct(sine: Double) -> Double {
        let axis = ellipsoid.semiMajorAxis
        let root = 1 - eccentricitySquared * sine * sine
        return axis * axis * (1 - eccentricitySquared) / (root * root)
    }

    /// atanh(e x)/e with its limit x on the sphere and atan on prolate bodies.
    private func inverseHyperbolicTangent(ofScaled x: Double) -> Double {
        if eccentricitySquared > 0 {
            let e = eccentricitySquared.squareRoot()
            return atanh(e * x) / e
        }
        if eccentricitySquared < 0 {
            let e = (-eccentricitySquared).squareRoot()
            return atan(e * x) / e
        }
        return x
    }
}
