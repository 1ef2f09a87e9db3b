extension PolygonShape {
    /// The polygon moved by whole turns of the earth to where it meets a raster.
    ///
    /// Where more than one turn does (a raster all around the earth, and a polygon across its border), the polygon is
    /// cut at that border, once and for all windows.
    ///
    /// - Parameters:
    ///   - size: the raster's.
    ///   - turn: 360 degrees in columns.
    /// - Returns: pieces that together are the polygon.
    package func rolled(onto size: RasterSize, turn: Double) -> [PolygonShape] {
        let (left, right) = (bounds.left, bounds.right)
        guard turn > 0, right > left, ((right - left) / turn).isFinite else { return [self] }
        // All k for which left + k turn < width and right + k turn > 0.
        let first = (-right / turn).rounded(.down) + 1
        let last = ((Double(size.width) - left) / turn).rounded(.up) - 1
        guard first <= last else { return [self] }
        guard first < last else { return [moved(by: first * turn)] }
        return stride(from: first, through: last, by: 1).compactMap { turns in
            // What lies west of the raster after the last turn lies on it after none.
            moved(by: turns * turn).cut(from: turns == last ? -.infinity : 0, to: turn)
        }
    }

    private func moved(by columns: Double) -> PolygonShape {
        guard columns != 0 else { return self }
        func move(_ ring: Ring) -> Ring {
            Ring(ring.points.map { PixelPoint(column: $0.column + columns, row: $0.row) })
        }
        return PolygonShape(outer: move(outer), holes: holes.map(move))
    }

    /// What lies between two columns; nil where nothing does.
    private func cut(from low: Double, to high: Double) -> PolygonShape? {
        let band = PixelBounds(left: low, right: high, top: -.infinity, bottom: .infinity)
        let part = clipped(to: band)
        guard part.outer.points.count > 2 else { return nil }
        return PolygonShape(outer: part.outer, holes: part.holes.filter { $0.points.count > 2 })
    }
}
