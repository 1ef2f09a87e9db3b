public import RasterModel

/// Finds out whether zones overlap, without working out where: mostly they do not, and then their union is their sum.
///
/// Two polygons overlap where their edges cross, or else where the middle of an edge of one lies inside the other, or
/// where both follow the same edge with their insides on the same side. Zones that share borders do none of it, as long
/// as their corners are the same or lie on each other's edges to a hundred-millionth of a pixel.
public struct ZoneOverlap {
    /// Zones are asked in pairs; this many comparisons are worth it.
    private static let mostWork = 200_000_000

    private let zones: [ZoneOutline]
    private var work = 0

    private init(_ zones: [ZoneOutline]) { self.zones = zones }

    /// False only where no zones overlap by more than a hundred-millionth of a pixel; true too where that would take
    /// too long to find out.
    ///
    /// - Parameter zones: polygons of each zone, in pixel coordinates.
    /// - Complexity: O(pairs of zones that meet x edges near each other).
    public static func isPossible(among zones: [[PolygonShape]]) -> Bool {
        let outlines = zones.filter { !$0.isEmpty }.map(ZoneOutline.init)
        var search = ZoneOverlap(outlines.sorted { $0.bounds.top < $1.bounds.top })
        return search.finds()
    }

    private mutating func finds() -> Bool {
        for (place, zone) in zones.enumerated() {
            for other in zones[(place + 1)...] {
                guard other.bounds.top < zone.bounds.bottom else { break }
                work += 1
                guard zone.bounds.overlaps(other.bounds) else { continue }
                work += zone.edges.count + other.edges.count
                if overlap(zone, other) || work > Self.mostWork { return true }
            }
        }
        return false
    }

    private mutating func overlap(_ a: ZoneOutline, _ b: ZoneOutline) -> Bool {
        let (near, far) = (a.edges(near: b.bounds), b.edges(near: a.bounds))
        work += near.count * far.count + near.count * b.edges.count + far.count * a.edges.count
        guard work <= Self.mostWork else { return true }
        return near.contains { edge in far.contains { edge.crosses($0) } }
            || near.contains { b.covers($0) } || far.contains { a.covers($0) }
    }
}

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

/// A directed edge.
struct OutlineEdge {
    var start: PixelPoint
    var end: PixelPoint

    /// Pixels by which edges may miss each other and still be said to touch.
    static let tolerance = 1e-8

    var middle: PixelPoint {
        PixelPoint(column: (start.column + end.column) / 2, row: (start.row + end.row) / 2)
    }

    private var step: PixelPoint { PixelPoint(column: end.column - start.column, row: end.row - start.row) }

    private var length: Double { (step.column * step.column + step.row * step.row).squareRoot() }

    /// Distance of a point from the edge's line, signed by its side.
    private func distance(_ point: PixelPoint) -> Double {
        (step.column * (point.row - start.row) - step.row * (point.column - start.column)) / length
    }

    /// True where both go through each other, by more than the tolerance.
    func crosses(_ other: OutlineEdge) -> Bool {
        guard min(start.row, end.row) <= max(other.start.row, other.end.row),
            min(other.start.row, other.end.row) <= max(start.row, end.row),
            min(start.column, end.column) <= max(other.start.column, other.end.column),
            min(other.start.column, other.end.column) <= max(start.column, end.column)
        else { return false }
        return separates(other) && other.separates(self)
    }

    /// True where the other's ends lie on different sides of the line.
    private func separates(_ other: OutlineEdge) -> Bool {
        let (a, b) = (distance(other.start), distance(other.end))
        return a * b < 0 && min(a.magnitude, b.magnitude) > Self.tolerance
    }

    /// True where a point lies on the edge, within the tolerance.
    func holds(_ point: PixelPoint) -> Bool {
        guard distance(point).magnitude <= Self.tolerance else { return false }
        let along = (point.column - start.column) * step.column + (point.row - start.row) * step.row
        return along >= 0 && along <= length * length
    }

    /// True where the directions of both are less than a right angle apart.
    func runs(along other: OutlineEdge) -> Bool {
        step.column * other.step.column + step.row * other.step.row > 0
    }

    /// True where the edge lies to the right of a point whose row it crosses.
    func isRight(of point: PixelPoint) -> Bool {
        point.column < start.column + step.column * (point.row - start.row) / step.row
    }
}
