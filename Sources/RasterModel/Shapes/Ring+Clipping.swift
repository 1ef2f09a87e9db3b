extension Ring {
    /// What lies within some bounds, as one ring: its pieces stay joined along the bounds, where they enclose nothing
    /// (Sutherland and Hodgman 1974, Reentrant polygon clipping). Its area is that of the pieces; infinite bounds do not
    /// cut.
    package func clipped(to bounds: PixelBounds) -> Ring {
        half { $0.column - bounds.left }.half { bounds.right - $0.column }
            .half { $0.row - bounds.top }.half { bounds.bottom - $0.row }
    }

    /// What lies where a distance is not negative; the distance is linear in column and row.
    private func half(_ distance: (PixelPoint) -> Double) -> Ring {
        guard var last = points.last else { return self }
        var before = distance(last)
        guard before.isFinite else { return self }
        var kept: [PixelPoint] = []
        for point in points {
            let after = distance(point)
            if before * after < 0 { kept.append(last.towards(point, share: before / (before - after))) }
            if after >= 0 { kept.append(point) }
            (last, before) = (point, after)
        }
        return Ring(kept)
    }
}

extension PixelPoint {
    fileprivate func towards(_ other: PixelPoint, share: Double) -> PixelPoint {
        PixelPoint(column: column + (other.column - column) * share, row: row + (other.row - row) * share)
    }
}
