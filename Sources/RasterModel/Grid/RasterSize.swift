/// Width and height of a raster in pixels.
@usableFromInline
package struct RasterSize: Hashable, Sendable {
    /// Number of columns.
    @usableFromInline package var width: Int
    /// Number of rows.
    @usableFromInline package var height: Int

    /// A size from width and height.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Number of pixels.
    package var count: Int { width * height }
}
