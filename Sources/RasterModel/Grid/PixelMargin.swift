/// Whole pixels on every side of a window: how far a computation looks.
package struct PixelMargin: Hashable, Sendable {
    /// To the left and to the right.
    package var columns: Int
    /// Above and below.
    package var rows: Int

    /// A margin from its parts.
    package init(columns: Int = 0, rows: Int = 0) {
        self.columns = columns
        self.rows = rows
    }

    /// Nothing on any side.
    package static let none = PixelMargin()

    /// The wider of both, on each axis.
    package func union(_ other: PixelMargin) -> PixelMargin {
        PixelMargin(columns: max(columns, other.columns), rows: max(rows, other.rows))
    }

    /// One margin around another.
    package static func + (a: PixelMargin, b: PixelMargin) -> PixelMargin {
        PixelMargin(columns: a.columns + b.columns, rows: a.rows + b.rows)
    }

    /// The wider side.
    package var largest: Int { max(columns, rows) }
}
