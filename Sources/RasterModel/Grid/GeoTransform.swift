/// The affine map from pixel coordinates (column, row; 0, 0 is the outer corner of the first pixel) to the CRS.
///
/// x = originX + column * columnX + row * rowX, y = originY + column * columnY + row * rowY: GDAL's six numbers under
/// names, so that none can be mistaken for another.
@usableFromInline
package struct GeoTransform: Hashable, Sendable {
    /// x of the outer corner of the first pixel.
    @usableFromInline package var originX: Double
    /// Change of x per column.
    @usableFromInline package var columnX: Double
    /// Change of x per row; 0 without rotation and shear.
    @usableFromInline package var rowX: Double
    /// y of the outer corner of the first pixel.
    @usableFromInline package var originY: Double
    /// Change of y per column; 0 without rotation and shear.
    @usableFromInline package var columnY: Double
    /// Change of y per row; negative where north is up.
    @usableFromInline package var rowY: Double

    /// A transform from its six numbers, in GDAL's order.
    package init(originX: Double, columnX: Double, rowX: Double, originY: Double, columnY: Double, rowY: Double) {
        self.originX = originX
        self.columnX = columnX
        self.rowX = rowX
        self.originY = originY
        self.columnY = columnY
        self.rowY = rowY
    }

    /// True where rows run along x and columns along y (no rotation, no shear).
    package var isAxisAligned: Bool { rowX == 0 && columnY == 0 }

    /// Area of one pixel in squared CRS units.
    package var pixelArea: Double { (columnX * rowY - rowX * columnY).magnitude }

    /// Lengths of a pixel's side along a row and along a column, in CRS units.
    package var pixelSize: (width: Double, height: Double) {
        ((columnX * columnX + columnY * columnY).squareRoot(), (rowX * rowX + rowY * rowY).squareRoot())
    }

    /// CRS coordinates of a pixel position.
    @inlinable package func position(column: Double, row: Double) -> (x: Double, y: Double) {
        (originX + column * columnX + row * rowX, originY + column * columnY + row * rowY)
    }

    /// The pixel position of CRS coordinates: the inverse of `position`. Pixels must have an area.
    package func pixel(x: Double, y: Double) -> PixelPoint {
        let (dx, dy) = (x - originX, y - originY)
        // Without rotation one division each keeps all digits.
        if isAxisAligned { return PixelPoint(column: dx / columnX, row: dy / rowY) }
        let determinant = columnX * rowY - rowX * columnY
        return PixelPoint(
            column: (dx * rowY - dy * rowX) / determinant, row: (dy * columnX - dx * columnY) / determinant)
    }
}
