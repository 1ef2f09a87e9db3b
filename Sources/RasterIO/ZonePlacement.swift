import RasterModel

/// Puts polygons of a vector layer on a raster.
struct ZonePlacement: ~Copyable {
    private var edges: EdgeProjection
    private let grid: RasterGrid
    private let transform: GeoTransform
    /// 360 degrees in pixels along columns; nil where columns do not come back.
    private let turnColumns: Double?

    init(layer: VectorLayer, grid: RasterGrid, transform: GeoTransform) throws(RasterError) {
        let turn = grid.crs.flatMap(Self.turn)
        edges = EdgeProjection(
            projection: try VectorProjection(from: layer, to: grid.crs), transform: transform,
            raster: PixelBounds(grid.size), turn: turn)
        self.grid = grid
        self.transform = transform
        turnColumns = transform.isAxisAligned ? turn.map { $0 / transform.columnX.magnitude } : nil
    }

    /// Name of the layer's CRS; nil where it names none.
    var sourceName: String? { edges.projection.sourceName }
    /// 360 degrees in units of the layer's x; nil where it does not count degrees.
    var sourceTurn: Double? { edges.projection.sourceTurn }

    private static func turn(of crs: CoordinateReference) -> Double? {
        switch crs.kind {
        case .geographic(let radiansPerUnit), .derivedGeographic(let radiansPerUnit): 2 * .pi / radiansPerUnit
        case .webMercator(let radius): 2 * .pi * radius
        case .projected, .local: nil
        }
    }

    /// One polygon in pixel coordinates, and whether it was taken across the 180th meridian.
    ///
    /// It may come in several pieces, where a raster goes all the way round the earth.
    mutating func place(
        _ polygon: MapPolygon
    ) throws(EdgeProjection.Failure) -> (pieces: [PolygonShape], isUnrolled: Bool) {
        var rings = polygon.rings
        var isUnrolled = false
        if let turn = sourceTurn {
            for index in rings.indices {
                isUnrolled = rings[index].unroll(turn: turn) || isUnrolled
                if index > 0 { rings[index].move(near: rings[0], turn: turn) }
            }
        }
        if !edges.projection.isIdentity {
            for index in rings.indices {
                rings[index] = try edges.draw(rings[index])
                if index > 0, let turn = edges.turn { rings[index].move(near: rings[0], turn: turn) }
            }
        }
        let placed = rings.map { [transform] in Self.pixels(of: $0, transform) }
        guard placed.allSatisfy(\.isReasonable) else { throw .outsideDomain }
        let shape = PolygonShape(outer: placed[0], holes: Array(placed.dropFirst()))
        guard let turnColumns else { return ([shape], isUnrolled) }
        return (shape.rolled(onto: grid.size, turn: turnColumns), isUnrolled)
    }

    private static func pixels(of ring: MapRing, _ transform: GeoTransform) -> Ring {
        Ring(ring.xs.indices.map { transform.place(x: ring.xs[$0], y: ring.ys[$0]) })
    }

    /// The rectangle of some map coordinates on the raster.
    func bounds(x: (Double, Double), y: (Double, Double)) -> PixelBounds {
        PixelBounds([(x.0, y.0), (x.0, y.1), (x.1, y.0), (x.1, y.1)].map { transform.place(x: $0.0, y: $0.1) })
    }
}

extension Ring {
    /// False where coordinates are so large that nothing can be computed with them.
    fileprivate var isReasonable: Bool {
        points.allSatisfy { $0.column.magnitude < 1e15 && $0.row.magnitude < 1e15 }
    }
}
