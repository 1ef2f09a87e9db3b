import RasterModel

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
