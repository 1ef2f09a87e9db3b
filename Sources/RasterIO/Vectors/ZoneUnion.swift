import CGDAL
package import RasterModel

/// Zones put together, what they share counted once.
package enum ZoneUnion {
    /// Polygons that cover what any of the zones covers, and do not overlap.
    ///
    /// - Parameter zones: polygons of each zone, in pixel coordinates.
    /// - Throws: where they cannot be put together.
    package static func dissolve(_ zones: [[PolygonShape]]) throws(RasterError) -> [PolygonShape] {
        GDALLibrary.start()
        let polygons = zones.joined()
        guard !polygons.isEmpty else { return [] }
        return try GDALMessages.during { log throws(RasterError) in
            guard let all = unsafe OwnedGeometry(owning: OGR_G_CreateGeometry(wkbMultiPolygon)) else {
                throw RasterError("dissolve", "the zones", reason: log.summary())
            }
            for polygon in polygons { unsafe add(polygon, to: all.handle) }
            guard let union = unsafe OwnedGeometry(owning: OGR_G_UnionCascaded(all.handle)) else {
                throw RasterError("dissolve", "the zones", reason: log.summary())
            }
            var shapes: [PolygonShape] = []
            unsafe collect(union.handle, into: &shapes)
            return shapes
        }
    }

    private static func add(_ polygon: PolygonShape, to collection: OGRGeometryH) {
        guard let shape = unsafe OGR_G_CreateGeometry(wkbPolygon) else { return }
        for ring in polygon.rings where ring.points.count > 2 {
            guard let line = unsafe OGR_G_CreateGeometry(wkbLinearRing) else { continue }
            let closed = ring.points + [ring.points[0]]
            let (columns, rows) = (closed.map(\.column), closed.map(\.row))
            let step = Int32(MemoryLayout<Double>.stride)
            unsafe OGR_G_SetPoints(line, Int32(closed.count), columns, step, rows, step, nil, 0)
            unsafe OGR_G_AddGeometryDirectly(shape, line)
        }
        unsafe OGR_G_AddGeometryDirectly(collection, shape)
    }

    private static func collect(_ geometry: OGRGeometryH, into shapes: inout [PolygonShape]) {
        for polygon in unsafe ZoneGeometry.polygons(of: geometry) {
            let rings = polygon.rings.map { ring in
                Ring(ring.xs.indices.map { PixelPoint(column: ring.xs[$0], row: ring.ys[$0]) })
            }
            shapes.append(PolygonShape(outer: rings[0], holes: Array(rings.dropFirst())))
        }
    }
}
