/// A position on a raster, between pixels too: 0, 0 is the outer corner of the first pixel, 0.5, 0.5 its centre.
package struct PixelPoint: Hashable, Sendable {
    /// Columns from the raster's left edge.
    package var column: Double
    /// Rows from the raster's upper edge.
    package var row: Double

    /// A position from its column and row.
    package init(column: Double, row: Double) {
        self.column = column
        self.row = row
    }
}
