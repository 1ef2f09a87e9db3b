import RasterModel

/// What polygons take of the pixels of a window. Pixels that are not named have no share.
///
/// Both lists are in row-major order; rows and columns are the raster's.
package struct WindowShares: Hashable, Sendable {
    /// Neighbouring pixels of one row.
    package struct Run: Hashable, Sendable {
        /// Their row.
        package var row: Int
        /// Their columns.
        package var columns: Range<Int>
    }

    /// One pixel and what the polygons take of it.
    package struct Part: Hashable, Sendable {
        /// Its row.
        package var row: Int
        /// Its column.
        package var column: Int
        /// In multiples of 2^-30, 1 ..< `FixedShare.one`.
        package var share: UInt32
    }

    /// Pixels that lie inside as a whole.
    package internal(set) var runs: [Run] = []
    /// Pixels on the border.
    package internal(set) var parts: [Part] = []

    /// No shares.
    package init() {}

    /// The sum of all shares in multiples of 2^-30.
    package var total: UInt128 {
        let whole = runs.reduce(0) { $0 + UInt128($1.columns.count) }
        return parts.reduce(whole * UInt128(FixedShare.one)) { $0 + UInt128($1.share) }
    }

    /// True where no pixel has a share.
    package var isEmpty: Bool { runs.isEmpty && parts.isEmpty }

    /// Number of pixels that lie inside as a whole.
    var wholeCount: Int { runs.reduce(0) { $0 + $1.columns.count } }

    /// The smallest window around the pixels that lie inside as a whole.
    var wholeWindow: PixelWindow {
        guard let first = runs.first, let last = runs.last else {
            return PixelWindow(column: 0, row: 0, width: 0, height: 0)
        }
        let left = runs.reduce(first.columns.lowerBound) { min($0, $1.columns.lowerBound) }
        let right = runs.reduce(0) { max($0, $1.columns.upperBound) }
        return PixelWindow(column: left, row: first.row, endColumn: right, endRow: last.row + 1)
    }

    mutating func clear() {
        runs.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }

    /// Adds pixels right of those added last that have the same share.
    mutating func add(_ columns: Range<Int>, row: Int, share: UInt32) {
        if share == 0 || columns.isEmpty { return }
        if share < FixedShare.one {
            for column in columns { parts.append(Part(row: row, column: column, share: share)) }
        } else if let last = runs.last, last.row == row, last.columns.upperBound == columns.lowerBound {
            runs[runs.count - 1].columns = last.columns.lowerBound..<columns.upperBound
        } else {
            runs.append(Run(row: row, columns: columns))
        }
    }
}
