import RasterModel

/// Puts polygons of a vector layer on a raster.
struct ZonePlacement: ~Copyable {
    private var edges: EdgeProjection
    private let grid: RasterGrid
    private let transform: GeoTransform
    /// 360 degrees in pixels along columns; nil where columns do not come back.
    private let turnColumns: Double?

    init(layer: VectorLayer, grid: RasterGrid, transform: GeoTransform) throws(RasterError) {
        let turn = grid.crs?.turn
        edges = EdgeProjection(
            projection: try VectorProjection(from: layer, to: grid.crs), transform: transform,
            raster: PixelBounds(grid.size), turn: turn)
        self.grid = grid
        self.transform = transform
        turnColumns = transform.isAxisAligned ? turn.map { $0 / transform.columnX.magnitude } : nil
    }

    /// Name of the layer's CRS; nil where it names none.
    var sourceName: String? { edges.projection.sourceName }
    /// 360 degrees in units of the layer's x; nil where x does not come back.
    var sourceTurn: Double? { edges.projection.sourceTurn }
    /// The same where these units are degrees or other angles; nil where they are not.
    var sourceDegrees: Double? { edges.projection.isGeographic ? sourceTurn : nil }

    /// One polygon in pixel coordinates; laid out flat, if it lies across the 180th meridian.
    ///
    /// It may come in several pieces, where a raster goes all the way round the earth.
    mutating func place(_ polygon: MapPolygon) throws(EdgeProjection.Failure) -> [PolygonShape] {
        var rings = polygon.rings
        if !edges.projection.isIdentity {
            for index in rings.indices {
                rings[index] = try edges.draw(rings[index])
                if index > 0, let turn = edges.turn { rings[index].move(near: rings[0], turn: turn) }
            }
        }
        let placed = rings.map { [transform] in Self.pixels(of: $0, transform) }
        guard placed.allSatisfy(\.isReasonable) else { throw .outsideDomain }
        let shape = PolygonShape(outer: placed[0], holes: Array(placed.dropFirst()))
        guard let turnColumns else { return [shape] }
        return shape.rolled(onto: grid.size, turn: turnColumns)
    }

    private static func pixels(of ring: MapRing, _ transform: GeoTransform) -> Ring {
        Ring(ring.xs.indices.map { transform.pixel(x: ring.xs[$0], y: ring.ys[$0]) })
    }

    /// True where the rectangle around some places of the layer has anything in common with the raster.
    ///
    /// - Parameter asItIs: true where coordinates are taken for the raster's.
    func meetsRaster(_ extent: MapExtent, asItIs: Bool = false) -> Bool {
        var (xs, ys) = (extent.positions.map(\.x), extent.positions.map(\.y))
        let isPlaced = asItIs ? xs.map { _ in true } : edges.projection.apply(&xs, &ys)
        let points = xs.indices.filter { isPlaced[$0] }.map { transform.pixel(x: xs[$0], y: ys[$0]) }
        let raster = PixelBounds(grid.size)
        let turns: [Double] = turnColumns.map { [-$0, 0, $0] } ?? [0]
        return turns.contains { turn in
            let moved = points.map { PixelPoint(column: $0.column + turn, row: $0.row) }
            return !moved.isEmpty && PixelBounds(moved).overlaps(raster)
        }
    }

    /// The raster's frame in its own coordinates.
    var rasterExtent: MapExtent {
        var extent = MapExtent()
        let (width, height) = (Double(grid.size.width), Double(grid.size.height))
        for (column, row) in [(0, 0), (width, 0), (0, height), (width, height)] {
            let position = transform.position(column: column, row: row)
            extent.add(position.x, position.y)
        }
        return extent
    }
}

extension Ring {
    /// False where coordinates are so large that nothing can be computed with them.
    fileprivate var isReasonable: Bool {
        points.allSatisfy { $0.column.magnitude < 1e15 && $0.row.magnitude < 1e15 }
    }
}
