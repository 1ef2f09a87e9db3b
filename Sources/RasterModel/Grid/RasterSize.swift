/// Width and height of a raster in pixels.
package struct RasterSize: Hashable, Sendable {
    /// Number of columns.
    package var width: Int
    /// Number of rows.
    package var height: Int

    /// A size from width and height.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Number of pixels.
    package var count: Int { width * height }
}
