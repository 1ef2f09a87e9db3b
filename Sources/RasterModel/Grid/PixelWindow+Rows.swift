extension PixelWindow {
    /// Index of the first pixel of one of this window's rows in an array that holds another window row by row.
    ///
    /// - Parameters:
    ///   - row: in the raster's numbering.
    ///   - whole: what the array holds: `whole.count` elements, row-major.
    @inlinable
    package func offset(ofRow row: Int, in whole: PixelWindow) -> Int {
        (row - whole.row) * whole.width + column - whole.column
    }

    /// Indices of one of this window's rows in an array that holds another window row by row.
    @inlinable
    package func indices(ofRow row: Int, in whole: PixelWindow) -> Range<Int> {
        let start = offset(ofRow: row, in: whole)
        return start..<start + width
    }

    /// Copies the elements of this window from one array to another.
    ///
    /// - Parameters:
    ///   - source: elements, row-major.
    ///   - sourceWindow: what `source` holds; this window lies inside it.
    ///   - fromLayer: which of several such windows, one after the other, is meant; from 0.
    ///   - target: elements, row-major.
    ///   - targetWindow: what `target` holds; this window lies inside it.
    ///   - toLayer: which of several such windows is meant there.
    @inlinable
    package func copy<Element>(
        from source: [Element], in sourceWindow: PixelWindow, fromLayer: Int = 0, into target: inout [Element],
        in targetWindow: PixelWindow, toLayer: Int = 0
    ) {
        let (sourceStart, targetStart) = (fromLayer * sourceWindow.count, toLayer * targetWindow.count)
        for row in rows {
            let from = sourceStart + offset(ofRow: row, in: sourceWindow)
            let to = targetStart + offset(ofRow: row, in: targetWindow)
            target.replaceSubrange(to..<to + width, with: source[from..<from + width])
        }
    }
}
