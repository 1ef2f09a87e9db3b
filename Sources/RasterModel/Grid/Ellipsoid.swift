/// An ellipsoid of revolution.
package struct Ellipsoid: Hashable, Sendable {
    /// Semi-major axis in metres.
    package var semiMajorAxis: Double
    /// (a - b) / a; 0 is a sphere.
    package var flattening: Double

    /// An ellipsoid from its semi-major axis in metres and its flattening.
    package init(semiMajorAxis: Double, flattening: Double) {
        self.semiMajorAxis = semiMajorAxis
        self.flattening = flattening
    }

    /// The ellipsoid of WGS 84.
    package static let wgs84 = Ellipsoid(semiMajorAxis: 6_378_137, flattening: 1 / 298.257223563)

    /// First eccentricity squared, f(2 - f).
    package var eccentricitySquared: Double { flattening * (2 - flattening) }
}
