import RasterModel

/// The edges of polygons that cross a raster's rows, found by row.
///
/// Outer rings run one way round and holes the other, so that at any place the edges to the left of it add up to the
/// number of polygons around it: 0 in holes and outside, 1 inside, more where polygons overlap.
struct PolygonEdges: Sendable {
    /// One edge, from its upper to its lower end: neighbours that share it see the same numbers.
    struct Edge: Sendable {
        var upper: PixelPoint
        var lower: PixelPoint
        /// 1 where the polygon lies to the right of it, -1 where it lies to the left.
        var winding: Int

        /// Where it crosses a row between its ends.
        func column(atRow row: Double) -> Double {
            let share = (row - upper.row) / (lower.row - upper.row)
            return upper.column + (lower.column - upper.column) * share
        }

        /// Where it crosses a column between its ends, as far as that is within some rows.
        func row(atColumn column: Double, within rows: ClosedRange<Double>) -> Double {
            let share = (column - upper.column) / (lower.column - upper.column)
            let row = upper.row + (lower.row - upper.row) * share
            return min(max(row, rows.lowerBound), rows.upperBound)
        }

        /// The column of its left end.
        var left: Double { min(upper.column, lower.column) }
    }

    /// Rows that share a list of edges.
    private static let bandRows = 32

    let edges: [Edge]
    /// Rows that any edge crosses.
    let rows: Range<Int>
    private let starts: [Int32]
    private let members: [Int32]

    /// The edges within a raster of the given size; what lies right of it, above or below is left out.
    init(_ polygons: [PolygonShape], size: RasterSize) {
        var edges: [Edge] = []
        for polygon in polygons {
            Self.add(polygon.outer, isHole: false, size: size, to: &edges)
            for hole in polygon.holes { Self.add(hole, isHole: true, size: size, to: &edges) }
        }
        self.edges = edges
        rows = Self.rows(of: edges, limit: size.height)
        (starts, members) = Self.index(edges, rows: rows)
    }

    /// Indices in `edges` of those that may cross a row, in ascending order.
    func members(atRow row: Int) -> ArraySlice<Int32> {
        guard rows.contains(row) else { return [] }
        let band = (row - rows.lowerBound) / Self.bandRows
        return members[Int(starts[band])..<Int(starts[band + 1])]
    }

    /// Bands of rows that meet some rows, with the edges that may cross them.
    func bands(meeting window: Range<Int>) -> [(rows: Range<Int>, members: ArraySlice<Int32>)] {
        let window = window.clamped(to: rows)
        guard !window.isEmpty else { return [] }
        let first = (window.lowerBound - rows.lowerBound) / Self.bandRows
        let last = (window.upperBound - 1 - rows.lowerBound) / Self.bandRows
        return (first...last).map { band in
            let start = rows.lowerBound + band * Self.bandRows
            let members = members[Int(starts[band])..<Int(starts[band + 1])]
            return (start..<min(start + Self.bandRows, rows.upperBound), members)
        }
    }

    /// Coordinates are rounded to this fraction of a pixel; beyond 8192 pixels a double is coarser anyway.
    private static let grain: Double = 0x1p40

    private static func add(_ ring: Ring, isHole: Bool, size: RasterSize, to edges: inout [Edge]) {
        let area = ring.signedArea
        let bounds = ring.bounds
        precondition(
            area.isFinite && (bounds.isEmpty || max(-bounds.left, bounds.right, -bounds.top, bounds.bottom) < 0x1p60),
            "coordinates of polygons must be finite, and pixels countable")
        guard area != 0, var last = ring.points.last.map(snapped) else { return }
        // Rows count downwards: a ring of positive area has its inside to the right of edges that run upwards.
        let upwards = (area > 0) != isHole ? 1 : -1
        for point in ring.points.lazy.map(snapped) {
            defer { last = point }
            guard point.row != last.row else { continue }
            let edge =
                point.row < last.row
                ? Edge(upper: point, lower: last, winding: upwards)
                : Edge(upper: last, lower: point, winding: -upwards)
            guard edge.lower.row > 0, edge.upper.row < Double(size.height),
                min(point.column, last.column) < Double(size.width)
            else { continue }
            edges.append(edge)
        }
    }

    private static func snapped(_ point: PixelPoint) -> PixelPoint {
        PixelPoint(
            column: (point.column * grain).rounded() / grain, row: (point.row * grain).rounded() / grain)
    }

    private static func rows(of edges: [Edge], limit: Int) -> Range<Int> {
        var bounds = PixelBounds()
        for edge in edges {
            bounds.add(edge.upper)
            bounds.add(edge.lower)
        }
        return bounds.window(within: RasterSize(width: 1, height: limit)).rows
    }

    /// Edges by band of rows: those of band b are `members[starts[b]..<starts[b + 1]]`.
    private static func index(_ edges: [Edge], rows: Range<Int>) -> (starts: [Int32], members: [Int32]) {
        let bands = (rows.count + bandRows - 1) / bandRows
        func span(_ edge: Edge) -> ClosedRange<Int> {
            let first = max(edge.upper.row, Double(rows.lowerBound))
            let last = min(edge.lower.row, Double(rows.upperBound))
            let low = (Int(first) - rows.lowerBound) / bandRows
            return low...max(low, min(bands - 1, (Int(last) - rows.lowerBound) / bandRows))
        }
        var starts = [Int32](repeating: 0, count: bands + 1)
        for edge in edges { for band in span(edge) { starts[band + 1] += 1 } }
        for band in 0..<bands { starts[band + 1] += starts[band] }
        var next = starts
        var members = [Int32](repeating: 0, count: Int(starts[bands]))
        for (index, edge) in edges.enumerated() {
            for band in span(edge) {
                members[Int(next[band])] = Int32(index)
                next[band] += 1
            }
        }
        return (starts, members)
    }
}
