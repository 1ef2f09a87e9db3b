/// Where the pixels of one grid lie in another: for each pixel, the pixel of the other grid that contains its centre.
///
/// The position of a centre, in pixels of the other grid, is an affine function of column and row in doubles. A centre
/// closer than 1e-6 pixels to a border counts as beyond it (to the next column or row), so that rounding in the
/// coordinates does not decide between neighbours where centres meet borders. Each pixel is placed by itself: windows
/// and tiles cannot matter.
package struct GridAlignment: Hashable, Sendable {
    /// Width and height of the other grid.
    package let size: RasterSize
    /// Column in the other grid: column.constant + column.perColumn * c + column.perRow * r, for the centre of (c, r).
    private let column: Plane
    private let row: Plane

    private struct Plane: Hashable, Sendable {
        var constant: Double
        var perColumn: Double
        var perRow: Double

        func value(_ c: Int, _ r: Int) -> Double { (constant + Double(r) * perRow) + Double(c) * perColumn }
    }

    private static let tolerance = 1e-6

    /// The alignment of a grid with itself.
    package init(identity size: RasterSize) {
        self.size = size
        let half = 0.5 + Self.tolerance
        column = Plane(constant: half, perColumn: 1, perRow: 0)
        row = Plane(constant: half, perColumn: 0, perRow: 1)
    }

    /// The alignment of one grid with another in the same CRS.
    ///
    /// - Parameters:
    ///   - grid: the grid whose pixels are placed.
    ///   - other: the grid in which they are placed; its pixels have an area.
    ///   - size: width and height of the other grid.
    package init(of grid: GeoTransform, in other: GeoTransform, size: RasterSize) {
        self.size = size
        let determinant = other.columnX * other.rowY - other.rowX * other.columnY
        // From a step in CRS units to one in pixels of the other grid.
        func columns(_ x: Double, _ y: Double) -> Double { (x * other.rowY - y * other.rowX) / determinant }
        func rows(_ x: Double, _ y: Double) -> Double { (y * other.columnX - x * other.columnY) / determinant }
        let (x, y) = (grid.originX - other.originX, grid.originY - other.originY)
        let perColumn = (columns(grid.columnX, grid.columnY), rows(grid.columnX, grid.columnY))
        let perRow = (columns(grid.rowX, grid.rowY), rows(grid.rowX, grid.rowY))
        column = Plane(
            constant: columns(x, y) + (perColumn.0 + perRow.0) / 2 + Self.tolerance, perColumn: perColumn.0,
            perRow: perRow.0)
        row = Plane(
            constant: rows(x, y) + (perColumn.1 + perRow.1) / 2 + Self.tolerance, perColumn: perColumn.1,
            perRow: perRow.1)
    }

    /// True where a pixel's column in the other grid depends on its column alone, and its row on its row alone.
    package var isSeparable: Bool { column.perRow == 0 && row.perColumn == 0 }

    /// The other grid's pixel that contains a pixel's centre; it may lie outside of that grid.
    package func pixel(column c: Int, row r: Int) -> (column: Int, row: Int) {
        (Self.whole(column.value(c, r)), Self.whole(row.value(c, r)))
    }

    /// The smallest window of the other grid that holds the pixels of a window, as far as they lie in it.
    package func window(of window: PixelWindow) -> PixelWindow {
        guard !window.isEmpty else { return PixelWindow(column: 0, row: 0, width: 0, height: 0) }
        let (right, bottom) = (window.columns.upperBound - 1, window.rows.upperBound - 1)
        // Affine: the extremes are at the corners.
        let corners = [
            pixel(column: window.column, row: window.row), pixel(column: right, row: window.row),
            pixel(column: window.column, row: bottom), pixel(column: right, row: bottom),
        ]
        let (columns, rows) = (corners.map(\.column), corners.map(\.row))
        return PixelWindow(
            column: columns.min() ?? 0, row: rows.min() ?? 0, endColumn: (columns.max() ?? 0) + 1,
            endRow: (rows.max() ?? 0) + 1
        ).intersection(PixelWindow(column: 0, row: 0, width: size.width, height: size.height))
    }

    /// True where every pixel of a raster of the given size lies inside the other grid.
    package func covers(_ raster: RasterSize) -> Bool {
        [(0, 0), (raster.width - 1, 0), (0, raster.height - 1), (raster.width - 1, raster.height - 1)].allSatisfy {
            let (column, row) = pixel(column: $0.0, row: $0.1)
            return (0..<size.width).contains(column) && (0..<size.height).contains(row)
        }
    }

    /// For the pixels of one row of a window: the index of the other grid's pixel in `part`, row-major, or -1 outside of it.
    ///
    /// - Parameters:
    ///   - part: a window of the other grid.
    ///   - columns: `columns(of:in:)` of the same windows, where the alignment is separable.
    package func indices(
        ofRow r: Int, of window: PixelWindow, in part: PixelWindow, columns: [Int], into out: inout [Int]
    ) {
        if out.count < window.width { out = Array(repeating: -1, count: window.width) }
        if isSeparable {
            let row = pixel(column: window.column, row: r).row
            let start = (row - part.row) * part.width
            let isInside = part.rows.contains(row)
            for i in 0..<window.width { out[i] = isInside && columns[i] >= 0 ? start + columns[i] : -1 }
            return
        }
        for i in 0..<window.width {
            let (column, row) = pixel(column: window.column + i, row: r)
            let isInside = part.columns.contains(column) && part.rows.contains(row)
            out[i] = isInside ? (row - part.row) * part.width + column - part.column : -1
        }
    }

    /// For each column of a window: the other grid's column inside `part`, or -1 outside of it. Empty where that depends on
    /// the row.
    package func columns(of window: PixelWindow, in part: PixelWindow) -> [Int] {
        guard isSeparable else { return [] }
        return window.columns.map {
            let column = pixel(column: $0, row: window.row).column
            return part.columns.contains(column) ? column - part.column : -1
        }
    }

    /// Far outside is outside: grids that are worlds apart give numbers that no Int holds.
    private static func whole(_ value: Double) -> Int { Int(min(max(value.rounded(.down), -1e15), 1e15)) }
}
