/// A corner of pixels: the upper left one of the pixel in that column and row. Ordered row by row, from left to right.
package struct PixelCorner: Hashable, Comparable, Sendable {
    /// Column of the pixel to the lower right, 0...width.
    package var column: Int32
    /// Row of the pixel to the lower right, 0...height.
    package var row: Int32

    /// A corner from column and row.
    package init(column: Int32, row: Int32) {
        self.column = column
        self.row = row
    }

    /// True where `a` comes before `b`.
    package static func < (a: PixelCorner, b: PixelCorner) -> Bool {
        (a.row, a.column) < (b.row, b.column)
    }
}
