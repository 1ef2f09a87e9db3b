import CGDAL

/// Lines of layers that hold no polygons: boundaries are often drawn as paths.
struct ClosedLines {
    private var lines = 0
    private var closed = 0
    /// The layer of the first closed line, where there are several.
    private var layer: String?

    /// Looks at all features.
    init(in layers: [VectorLayer]) throws(RasterError) {
        for layer in layers {
            let before = closed
            try layer.forEachFeature { feature in
                if let geometry = unsafe OGR_F_GetGeometryRef(feature.handle) { unsafe count(geometry) }
            }
            if closed > before, self.layer == nil { self.layer = layer.name }
        }
        if layers.count < 2 { layer = nil }
    }

    private mutating func count(_ geometry: OGRGeometryH) {
        let parts = unsafe OGR_G_GetGeometryCount(geometry)
        for index in 0..<parts {
            if let part = unsafe OGR_G_GetGeometryRef(geometry, index) { unsafe count(part) }
        }
        let points = unsafe OGR_G_GetPointCount(geometry)
        guard parts == 0, points > 1 else { return }
        lines += 1
        let ends = [0, points - 1].map { index in
            unsafe SIMD2(OGR_G_GetX(geometry, index), OGR_G_GetY(geometry, index))
        }
        if points > 3, ends[0] == ends[1] { closed += 1 }
    }

    /// To be put behind the words that there are no polygons.
    var remark: String {
        if closed == 0 { return "" }
        if closed == lines { return lines == 1 ? "; its line is closed" : "; its \(lines) lines are closed" }
        return "; \(closed) of its \(lines) lines \(closed == 1 ? "is" : "are") closed"
    }

    /// How polygons are made of them; nil where no line is closed.
    func advice(_ path: String) -> String? {
        guard closed > 0 else { return nil }
        let name = layer.map { " '\($0)'" } ?? ""
        return "make polygons of closed lines: ogr2ogr -nlt POLYGON boundary.gpkg '\(path)'\(name), or 'Lines to "
            + "polygons' in QGIS"
    }
}
