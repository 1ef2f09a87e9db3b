import RasterModel

/// All edges of a zone, with its inside on the same side of each.
struct ZoneOutline {
    let edges: [OutlineEdge]
    let bounds: PixelBounds

    init(_ polygons: [PolygonShape]) {
        var (edges, bounds): ([OutlineEdge], PixelBounds) = ([], PixelBounds())
        for polygon in polygons {
            bounds.add(polygon.bounds)
            Self.add(polygon.outer, isHole: false, to: &edges)
            for hole in polygon.holes { Self.add(hole, isHole: true, to: &edges) }
        }
        (self.edges, self.bounds) = (edges, bounds)
    }

    private static func add(_ ring: Ring, isHole: Bool, to edges: inout [OutlineEdge]) {
        guard var last = ring.points.last else { return }
        let isForward = (ring.signedArea > 0) != isHole
        for point in ring.points {
            if point != last {
                edges.append(isForward ? OutlineEdge(start: last, end: point) : OutlineEdge(start: point, end: last))
            }
            last = point
        }
    }

    /// Edges whose rectangles touch some bounds.
    func edges(near other: PixelBounds) -> [OutlineEdge] {
        edges.filter { edge in
            min(edge.start.column, edge.end.column) <= other.right
                && max(edge.start.column, edge.end.column) >= other.left
                && min(edge.start.row, edge.end.row) <= other.bottom && max(edge.start.row, edge.end.row) >= other.top
        }
    }

    /// True where the middle of an edge lies inside, or on an edge that has its inside on the same side.
    func covers(_ edge: OutlineEdge) -> Bool {
        let middle = edge.middle
        var isInside = false
        for own in edges {
            if own.holds(middle) { return own.runs(along: edge) }
            if (own.start.row > middle.row) != (own.end.row > middle.row), own.isRight(of: middle) { isInside.toggle() }
        }
        return isInside
    }
}
