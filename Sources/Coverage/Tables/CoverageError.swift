package import RasterModel

/// Why areas cannot be given for a raster.
package enum CoverageError: KnownFailure, Hashable, Sendable, CustomStringConvertible {
    /// The raster has no geotransform.
    case noTransform
    /// The raster has no coordinate reference system.
    case noReference
    /// The geotransform gives pixels no area, or one that is not finite or larger than any planet.
    case impossiblePixelArea(Double)
    /// A projected CRS needs its inverse projection.
    case noInverseProjection(crs: String)

    /// No other attempt changes it.
    package var kind: FailureKind { .refused }

    /// One line: what is missing, and what would put it right.
    package var description: String {
        switch self {
        case .noTransform:
            "the raster has no geotransform, so its pixels have no area; --pixel-size gives them one"
        case .noReference:
            "the raster has no coordinate reference system, so its pixels have no area; --pixel-size gives them one"
        case .impossiblePixelArea(let area):
            "the geotransform gives a pixel an area of \(area) square units; it must be positive and finite"
        case .noInverseProjection(let crs):
            "areas in \(crs) need its inverse projection to longitude and latitude"
        }
    }
}
