/// A coarser grid over a raster: cells of one size in pixels, which need not be whole, counted from the raster's first
/// pixel. Cells at the right and lower edge end with the raster.
package struct CellGrid: Hashable, Sendable {
    /// Width and height of the raster in pixels.
    package let raster: RasterSize
    /// Width and height of a cell in pixels; both at least 1.
    package let cell: PixelExtent
    /// Number of cells across and down.
    package let size: RasterSize

    /// A rest at the edge that is narrower than this, in pixels, is none: it comes from rounding, and belongs to the
    /// last cell.
    private static let tolerance = 1e-6

    /// A grid of cells over a raster.
    package init(raster: RasterSize, cell: PixelExtent) {
        precondition(cell.columns >= 1 && cell.rows >= 1, "cells are no smaller than pixels")
        self.raster = raster
        self.cell = cell
        size = RasterSize(
            width: Self.cells(raster.width, of: cell.columns), height: Self.cells(raster.height, of: cell.rows))
    }

    /// All cells, as a window of the coarser grid.
    package var window: PixelWindow { PixelWindow(column: 0, row: 0, width: size.width, height: size.height) }

    /// The pixels that some cells cover, wholly or in part.
    ///
    /// - Parameter cells: a window of the coarser grid, inside it.
    package func pixels(of cells: PixelWindow) -> PixelWindow {
        guard !cells.isEmpty else { return PixelWindow(column: 0, row: 0, width: 0, height: 0) }
        return PixelWindow(
            column: columns(ofCell: cells.column).first, row: rows(ofCell: cells.row).first,
            endColumn: columns(ofCell: cells.columns.upperBound - 1).pixels.upperBound,
            endRow: rows(ofCell: cells.rows.upperBound - 1).pixels.upperBound)
    }

    /// The cells that cover some pixels, wholly or in part: the inverse of `pixels(of:)`.
    ///
    /// - Parameter pixels: a window of the raster, inside it.
    package func cells(of pixels: PixelWindow) -> PixelWindow {
        let columns = Self.cells(of: pixels.columns, size.width, span: columns)
        let rows = Self.cells(of: pixels.rows, size.height, span: rows)
        return PixelWindow(
            column: columns.lowerBound, row: rows.lowerBound, endColumn: columns.upperBound, endRow: rows.upperBound)
    }

    /// Columns of pixels that a column of cells covers.
    func columns(ofCell index: Int) -> CellSpan { span(index, cell.columns, size.width, raster.width) }

    /// Rows of pixels that a row of cells covers.
    func rows(ofCell index: Int) -> CellSpan { span(index, cell.rows, size.height, raster.height) }

    private func span(_ index: Int, _ side: Double, _ cells: Int, _ pixels: Int) -> CellSpan {
        // One product for each border, so that a cell begins exactly where the one before it ends.
        CellSpan(
            from: Double(index) * side, to: index == cells - 1 ? Double(pixels) : Double(index + 1) * side)
    }

    private static func cells(_ pixels: Int, of side: Double) -> Int {
        max(1, Int(((Double(pixels) - tolerance) / side).rounded(.up)))
    }

    /// By halving: cells lie in order.
    private static func cells(of pixels: Range<Int>, _ count: Int, span: (Int) -> CellSpan) -> Range<Int> {
        func first(_ isReached: (CellSpan) -> Bool) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if isReached(span(middle)) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = first { $0.pixels.upperBound > pixels.lowerBound }
        return start..<max(start, first { $0.first >= pixels.upperBound })
    }
}
