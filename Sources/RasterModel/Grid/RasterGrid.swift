/// Size, position and CRS of a raster: what the mask inherits.
package struct RasterGrid: Hashable, Sendable {
    /// Width and height in pixels.
    package var size: RasterSize
    /// nil where the raster has none (or only the identity that readers hand out by default).
    package var transform: GeoTransform?
    /// nil where the raster names none: then there are no areas.
    package var crs: CoordinateReference?

    /// A grid from its parts.
    package init(size: RasterSize, transform: GeoTransform?, crs: CoordinateReference?) {
        self.size = size
        self.transform = transform
        self.crs = crs
    }
}
