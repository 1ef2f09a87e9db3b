/// Longitude and latitude (radians) of positions in the raster's CRS, in the order given; nil outside the projection's
/// domain.
package typealias InverseProjectionFunction = (_ points: [(x: Double, y: Double)]) throws -> [(
    longitude: Double, latitude: Double
)?]
