package import RasterModel

/// The pixels whose centres lie in any of some polygons.
///
/// A centre on a border belongs to what lies right of it, or below it where the border runs along the row: polygons that
/// share borders share no pixel and leave none out. The answer at a pixel depends on nothing but the polygons.
package struct PolygonMask: Sendable {
    private let edges: PolygonEdges
    private let size: RasterSize

    /// - Parameters:
    ///   - polygons: in pixel coordinates; they may overlap and may reach beyond the raster.
    ///   - size: the raster's.
    package init(_ polygons: [PolygonShape], size: RasterSize) {
        edges = PolygonEdges(polygons, size: size)
        self.size = size
    }

    /// The smallest range of rows outside which no pixel is in.
    package var rows: Range<Int> { edges.rows }

    /// The columns of a row whose pixels are in: ascending, apart from each other.
    ///
    /// - Complexity: O(n log n) in the edges within some rows of this one.
    package func spans(row: Int) -> [Range<Int>] {
        spans(row: row, columns: 0..<size.width)
    }

    /// The same, clipped to some columns.
    package func spans(row: Int, columns: Range<Int>) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var (depth, start) = (0, 0)
        // Edges right of the raster are not in the list: what is open at the end reaches it.
        let end = [(column: columns.upperBound, winding: 0)]
        for crossing in crossings(row: row, columns: columns) + end {
            if depth > 0, start < crossing.column {
                if let last = spans.last, last.upperBound == start {
                    spans[spans.count - 1] = last.lowerBound..<crossing.column
                } else {
                    spans.append(start..<crossing.column)
                }
            }
            depth += crossing.winding
            start = crossing.column
        }
        return spans
    }

    /// True where no pixel of a window is in.
    package func isEmpty(in window: PixelWindow) -> Bool {
        let rows = window.rows.clamped(to: edges.rows)
        return rows.allSatisfy { spans(row: $0, columns: window.columns).isEmpty }
    }

    /// The first pixel with its centre to the right of each edge, clamped to the columns, ascending.
    private func crossings(row: Int, columns: Range<Int>) -> [(column: Int, winding: Int)] {
        let centre = Double(row) + 0.5
        var crossings: [(column: Int, winding: Int)] = []
        for member in edges.members(atRow: row) {
            let edge = edges.edges[Int(member)]
            guard edge.upper.row <= centre, centre < edge.lower.row else { continue }
            let first = (edge.column(atRow: centre) - 0.5).rounded(.up)
            let column = min(max(first, Double(columns.lowerBound)), Double(columns.upperBound))
            crossings.append((Int(column), edge.winding))
        }
        // Between crossings at the same column there is no pixel, so their order does not matter.
        crossings.sort { $0.column < $1.column }
        return crossings
    }
}
