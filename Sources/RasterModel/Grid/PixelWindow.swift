/// A rectangle of pixels of a raster: column and row of its upper left pixel, width and height.
@usableFromInline
package struct PixelWindow: Hashable, Sendable, CustomStringConvertible {
    /// Column of the upper left pixel, from 0 at the raster's left edge.
    @usableFromInline package var column: Int
    /// Row of the upper left pixel, from 0 at the raster's upper edge.
    @usableFromInline package var row: Int
    /// Number of columns.
    @usableFromInline package var width: Int
    /// Number of rows.
    @usableFromInline package var height: Int

    /// A window from its parts.
    @inlinable package init(column: Int, row: Int, width: Int, height: Int) {
        self.column = column
        self.row = row
        self.width = width
        self.height = height
    }

    /// A window from its first pixel and the column and row behind its last.
    @inlinable package init(column: Int, row: Int, endColumn: Int, endRow: Int) {
        self.init(column: column, row: row, width: endColumn - column, height: endRow - row)
    }

    /// Columns of the window, in the raster's numbering.
    @inlinable package var columns: Range<Int> { column..<column + width }
    /// Rows of the window, in the raster's numbering.
    @inlinable package var rows: Range<Int> { row..<row + height }
    /// Number of pixels.
    @inlinable package var count: Int { width * height }
    /// True where the window holds no pixel.
    @inlinable package var isEmpty: Bool { width <= 0 || height <= 0 }

    /// The part that both windows share; empty where they do not meet.
    @inlinable package func intersection(_ other: PixelWindow) -> PixelWindow {
        let left = max(column, other.column)
        let top = max(row, other.row)
        let right = min(column + width, other.column + other.width)
        let bottom = min(row + height, other.row + other.height)
        return PixelWindow(column: left, row: top, width: max(0, right - left), height: max(0, bottom - top))
    }

    /// The window grown by `halo` pixels on every side and clipped to a raster of the given size.
    package func grown(by halo: Int, within size: RasterSize) -> PixelWindow {
        PixelWindow(column: column - halo, row: row - halo, width: width + 2 * halo, height: height + 2 * halo)
            .intersection(PixelWindow(column: 0, row: 0, width: size.width, height: size.height))
    }

    /// The blocks that a window touches, whole, of a grid that begins at the raster's first pixel; row-major, clipped to
    /// a raster of the given size.
    package func blocks(width blockWidth: Int, height blockHeight: Int, within size: RasterSize) -> [PixelWindow] {
        let raster = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        var blocks: [PixelWindow] = []
        for top in stride(from: row / blockHeight * blockHeight, to: rows.upperBound, by: blockHeight) {
            for left in stride(from: column / blockWidth * blockWidth, to: columns.upperBound, by: blockWidth) {
                let block = PixelWindow(column: left, row: top, width: blockWidth, height: blockHeight)
                blocks.append(block.intersection(raster))
            }
        }
        return blocks
    }

    /// The window in parts of at most `side` pixels in each direction, row-major.
    package func parts(side: Int) -> [PixelWindow] {
        var parts: [PixelWindow] = []
        for top in stride(from: row, to: rows.upperBound, by: side) {
            for left in stride(from: column, to: columns.upperBound, by: side) {
                parts.append(PixelWindow(column: left, row: top, width: side, height: side).intersection(self))
            }
        }
        return parts
    }

    /// Columns and rows as half-open ranges, for messages.
    @usableFromInline package var description: String {
        "columns \(column)..<\(column + width), rows \(row)..<\(row + height)"
    }
}
