import CGDAL

/// A ring in map coordinates, as OGR gives it: the last point repeats the first.
struct MapRing {
    var xs: [Double]
    var ys: [Double]
}

extension MapRing {
    /// The points of an OGR ring.
    init(_ ring: OGRGeometryH) {
        let count = unsafe Int(OGR_G_GetPointCount(ring))
        xs = [Double](repeating: 0, count: count)
        ys = xs
        let step = Int32(MemoryLayout<Double>.stride)
        _ = unsafe OGR_G_GetPoints(ring, &xs, step, &ys, step, nil, 0)
    }
}
