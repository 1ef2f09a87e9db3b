// Arrays that hold the pixels of a window, row-major.
extension PixelWindow {
    /// Index of a pixel in an array that holds this window.
    ///
    /// - Parameters:
    ///   - column: in the raster's numbering.
    ///   - row: in the raster's numbering.
    @inlinable
    package func index(column: Int, row: Int) -> Int { (row - self.row) * width + column - self.column }

    /// Index of the first pixel of one of this window's rows in an array that holds another window.
    ///
    /// - Parameters:
    ///   - row: in the raster's numbering.
    ///   - whole: what the array holds; this window lies inside it.
    @inlinable
    package func offset(ofRow row: Int, in whole: PixelWindow) -> Int { whole.index(column: column, row: row) }

    /// Indices of one of this window's rows in an array that holds another window.
    @inlinable
    package func indices(ofRow row: Int, in whole: PixelWindow) -> Range<Int> {
        let start = offset(ofRow: row, in: whole)
        return start..<start + width
    }

    /// The elements of this window, out of an array that holds another window.
    ///
    /// - Parameter whole: what the array holds; this window lies inside it.
    @inlinable
    package func extract<Element>(from source: [Element], in whole: PixelWindow) -> [Element] {
        if width == whole.width {
            let start = offset(ofRow: row, in: whole)
            return Array(source[start..<start + count])
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for row in rows { elements.append(contentsOf: source[indices(ofRow: row, in: whole)]) }
        return elements
    }

    /// Copies the elements of this window from one array to another.
    ///
    /// - Parameters:
    ///   - source: its elements.
    ///   - sourceWindow: what `source` holds; this window lies inside it.
    ///   - fromLayer: which of several such windows, one after the other, is meant; from 0.
    ///   - target: takes them.
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

    /// Gives all elements of this window one value.
    ///
    /// - Parameter whole: what `elements` holds; this window lies inside it.
    @inlinable
    package func fill<Element>(_ elements: inout [Element], in whole: PixelWindow, with value: Element) {
        for row in rows {
            for index in indices(ofRow: row, in: whole) { elements[index] = value }
        }
    }
}
