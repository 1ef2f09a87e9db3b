import RasterModel

/// Numbers or truths of all pixels of a window, row-major: what neighbourhood functions take and give.
struct NeighbourhoodPlane {
    private(set) var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    /// NaN where a pixel is absent or has no finite number.
    var numbers: [Float] = []
    /// The values of `Truth`.
    var truths: [UInt8] = []

    /// Makes room for the window; what was there is unspecified afterwards.
    mutating func reset(_ window: PixelWindow, holdsTruths: Bool) {
        self.window = window
        if holdsTruths {
            if truths.count < window.count { truths = [UInt8](repeating: 0, count: window.count) }
        } else if numbers.count < window.count {
            numbers = [Float](repeating: 0, count: window.count)
        }
    }

    /// Where a run of pixels of one row lies.
    func range(row: Int, column: Int, count: Int) -> Range<Int> {
        let start = window.index(column: column, row: row)
        return start..<start + count
    }
}
