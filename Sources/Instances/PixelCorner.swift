/// A corner of pixels: the upper left one of the pixel in that column and row. Ordered row by row, from left to right.
public struct PixelCorner: Hashable, Comparable, Sendable {
    /// Column of the pixel to the lower right, 0...width.
    public var column: Int32
    /// Row of the pixel to the lower right, 0...height.
    public var row: Int32

    /// A corner from column and row.
    public init(column: Int32, row: Int32) {
        self.column = column
        self.row = row
    }

    /// True where `a` comes before `b`.
    public static func < (a: PixelCorner, b: PixelCorner) -> Bool {
        (a.row, a.column) < (b.row, b.column)
    }
}

/// Which way an outline goes. What it surrounds lies on its left.
enum OutlineDirection: UInt8, Sendable {
    case right = 0
    case down = 1
    case left = 2
    case up = 3
}

/// A corner at which an outline turns.
struct OutlineTurn: BitwiseCopyable, Hashable, Sendable {
    private(set) var column: Int32
    /// Twice the row, and 1 more where two pixels of one key touch.
    private var rowAndTouch: Int32

    init(column: Int, row: Int, touches: Bool) {
        self.column = Int32(truncatingIfNeeded: column)
        rowAndTouch = Int32(truncatingIfNeeded: row &<< 1 | (touches ? 1 : 0))
    }

    /// True where the outline may come by twice.
    var touches: Bool { rowAndTouch & 1 != 0 }

    var corner: PixelCorner { PixelCorner(column: column, row: rowAndTouch >> 1) }
}
