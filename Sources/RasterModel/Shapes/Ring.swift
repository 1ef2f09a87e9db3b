/// A closed line on a raster: from each point straight to the next, and from the last to the first.
package struct Ring: Hashable, Sendable {
    /// Corners in order; the first is not repeated at the end.
    package var points: [PixelPoint]

    /// A ring from its corners; a last point that repeats the first is left out.
    package init(_ points: [PixelPoint]) {
        self.points = points
        if points.count > 1, points.first == points.last { self.points.removeLast() }
    }

    /// Area in pixels; negative where columns run to rows the other way round (Gauss's formula, from the first point,
    /// so that small rings far from the raster's corner keep their digits).
    package var signedArea: Double {
        guard let origin = points.first, var last = points.last else { return 0 }
        var twice = 0.0
        for point in points {
            twice +=
                (last.column - origin.column) * (point.row - origin.row)
                - (point.column - origin.column) * (last.row - origin.row)
            last = point
        }
        return twice / 2
    }

    /// The rectangle around it.
    package var bounds: PixelBounds { PixelBounds(points) }
}
