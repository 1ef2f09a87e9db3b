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
    public func rolled(onto size: RasterSize, turn: Double) -> [PolygonShape] {
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
        columns == 0 ? self : mapRings { Ring($0.points.map { PixelPoint(column: $0.column + columns, row: $0.row) }) }
    }

    /// What lies between two columns; nil where nothing does.
    private func cut(from low: Double, to high: Double) -> PolygonShape? {
        let part = mapRings { ring in ring.half(of: low, sign: 1).half(of: high, sign: -1) }
        guard part.outer.points.count > 2 else { return nil }
        return PolygonShape(outer: part.outer, holes: part.holes.filter { $0.points.count > 2 })
    }

    private func mapRings(_ change: (Ring) -> Ring) -> PolygonShape {
        PolygonShape(outer: change(outer), holes: holes.map(change))
    }
}

extension Ring {
    /// What lies right (`sign` 1) or left (-1) of a column, as one ring: pieces stay joined along the column, where they
    /// enclose nothing (Sutherland and Hodgman 1974, Reentrant polygon clipping).
    fileprivate func half(of column: Double, sign: Double) -> Ring {
        guard column.isFinite, var last = points.last else { return self }
        var kept: [PixelPoint] = []
        for point in points {
            let (before, after) = ((last.column - column) * sign, (point.column - column) * sign)
            if before * after < 0 {
                let share = before / (before - after)
                kept.append(PixelPoint(column: column, row: last.row + (point.row - last.row) * share))
            }
            if after >= 0 { kept.append(point) }
            last = point
        }
        return Ring(kept)
    }
}
