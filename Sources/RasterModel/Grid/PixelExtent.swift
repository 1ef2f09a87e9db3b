/// A distance in pixels along rows (how many columns) and along columns (how many rows).
package struct PixelExtent: Hashable, Sendable {
    /// Along a row.
    package var columns: Double
    /// Along a column.
    package var rows: Double

    /// An extent from its parts.
    package init(columns: Double, rows: Double) {
        self.columns = columns
        self.rows = rows
    }

    /// The extent times a factor.
    package func scaled(by factor: Double) -> PixelExtent {
        PixelExtent(columns: columns * factor, rows: rows * factor)
    }
}
