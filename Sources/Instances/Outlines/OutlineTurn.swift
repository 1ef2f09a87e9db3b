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
