/// The pixels whose centres lie within a distance of a pixel's centre: an ellipse where pixels are not square on the
/// ground.
///
/// Offsets (dx, dy) with (dx / columns)^2 + (dy / rows)^2 <= 1 + 1e-9; the pixel itself always. So "3 px wide" (a
/// radius of 1.5 px) is a square of 3 x 3.
package struct PixelDisc: Hashable, Sendable {
    /// Columns to either side that belong to the disc, by row: entry j is for rows j above and below the centre.
    package let halfWidths: [Int]

    /// A disc from its radius in pixels.
    package init(radius: PixelExtent) {
        let tolerance = 1 + 1e-9
        let rows = Int((radius.rows * tolerance.squareRoot()).rounded(.down))
        halfWidths = (0...max(0, rows)).map { row in
            let share = row == 0 ? 0 : Double(row) / radius.rows
            return Int((radius.columns * max(0, tolerance - share * share).squareRoot()).rounded(.down))
        }
    }

    /// How far the disc reaches.
    package var margin: PixelMargin { PixelMargin(columns: halfWidths[0], rows: halfWidths.count - 1) }

    /// True where the disc is the pixel alone.
    package var isPoint: Bool { halfWidths == [0] }

    /// Number of pixels.
    package var count: Int {
        halfWidths.enumerated().reduce(0) { $0 + ($1.offset == 0 ? 1 : 2) * (2 * $1.element + 1) }
    }
}
