/// True pixel areas in one square cell of a raster: linear in column and row, exact integers at every pixel.
///
/// In `FixedArea` units: the area of the pixel i columns and j rows after the cell's first is
/// centre + perHalfColumn (2i - size + 1) + perHalfRow (2j - size + 1).
@usableFromInline
package struct AreaCell: Hashable, Sendable {
    /// First column of the cell in the raster.
    @usableFromInline package let column: Int
    /// First row of the cell in the raster.
    @usableFromInline package let row: Int
    /// Columns and rows of the cell: a power of two.
    @usableFromInline package let size: Int
    @usableFromInline let centre: Int128
    @usableFromInline let perHalfColumn: Int128
    @usableFromInline let perHalfRow: Int128

    /// A cell from the area at its centre and the change of area from pixel to pixel, all in m2 per pixel.
    ///
    /// nil where a pixel's area would not be positive (beyond a pole).
    init?(column: Int, row: Int, size: Int, centre: Double, perColumn: Double, perRow: Double) {
        let reach = (perColumn.magnitude + perRow.magnitude) * Double(size) / 2
        guard centre > reach, centre + reach < FixedArea.largestTotal else { return nil }
        self.column = column
        self.row = row
        self.size = size
        self.centre = FixedArea.signedUnits(squareMetres: centre)
        perHalfColumn = size == 1 ? 0 : FixedArea.signedUnits(squareMetres: perColumn / 2)
        perHalfRow = size == 1 ? 0 : FixedArea.signedUnits(squareMetres: perRow / 2)
    }

    /// Area of one pixel of the cell, given by its place in the raster, in `FixedArea` units.
    @inlinable
    package func area(column: Int, row: Int) -> UInt128 {
        area(count: 1, columnSum: column - self.column, rowSum: row - self.row)
    }

    /// Summed area of some pixels of the cell: exactly the sum of their single areas.
    ///
    /// - Parameters:
    ///   - count: how many pixels.
    ///   - columnSum: sum of their columns, counted from the cell's first.
    ///   - rowSum: sum of their rows, counted from the cell's first.
    /// - Returns: the area in `FixedArea` units.
    @inlinable
    package func area(count: Int, columnSum: Int, rowSum: Int) -> UInt128 {
        let middle = count * (size - 1)
        return UInt128(
            centre * Int128(count)
                + perHalfColumn * Int128(2 * columnSum - middle)
                + perHalfRow * Int128(2 * rowSum - middle))
    }
}
