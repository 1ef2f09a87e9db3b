/// The region of a component inside one block, in the block's columns and rows: small, because there are many.
struct LocalRegion: BitwiseCopyable {
    var firstColumn: UInt16 = 0
    var firstRow: UInt16 = 0
    var leftColumn: UInt16 = .max
    var endColumn: UInt16 = 0
    var endRow: UInt16 = 0
    var key: UInt8 = 0
    var touchesAbsent = false
    var runs: Int32 = 0
    var pixels: Int32 = 0
    var columnSum = 0
    var rowSum = 0

    /// Adds a run. Runs come in raster order.
    @inline(__always)
    mutating func add(start: UInt16, end: UInt16, row: Int, key: UInt8) {
        if runs == 0 {
            firstColumn = start
            firstRow = UInt16(truncatingIfNeeded: row)
            self.key = key
        }
        runs &+= 1
        leftColumn = min(leftColumn, start)
        endColumn = max(endColumn, end)
        endRow = UInt16(truncatingIfNeeded: row &+ 1)
        let count = Int(end &- start)
        pixels &+= Int32(truncatingIfNeeded: count)
        columnSum &+= (Int(start) &+ Int(end) &- 1) &* count / 2
        rowSum &+= row &* count
    }
}
