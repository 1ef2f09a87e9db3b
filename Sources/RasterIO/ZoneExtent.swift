import RasterModel

/// Where a layer's coordinates lie, to find out early that they are not what they are said to be.
struct ZoneExtent {
    private let layer: VectorLayer
    private var x = (low: Double.infinity, high: -Double.infinity)
    private var y = (low: Double.infinity, high: -Double.infinity)

    /// nil where there are no areas.
    init?(of geometries: [ZoneGeometry], in layer: VectorLayer) {
        self.layer = layer
        for ring in geometries.lazy.flatMap(\.polygons).compactMap(\.rings.first) {
            x = (min(x.low, ring.xs.min() ?? x.low), max(x.high, ring.xs.max() ?? x.high))
            y = (min(y.low, ring.ys.min() ?? y.low), max(y.high, ring.ys.max() ?? y.high))
        }
        guard x.low <= x.high else { return nil }
    }

    /// Refuses coordinates that cannot be what the file says, and says what is assumed where it says nothing.
    func check(
        _ placement: borrowing ZonePlacement, grid: RasterGrid, notes: inout ZoneNotes
    ) throws(RasterError) {
        guard let source = placement.sourceName else {
            try checkFit(placement, grid: grid)
            let name = grid.crs?.name ?? "none either"
            notes.add("no coordinate reference system is named; the raster's (\(name)) is assumed, which fits")
            return
        }
        if let turn = placement.sourceTurn {
            // A turn beyond either side is what some files use around the 180th meridian.
            let most = (x: turn * 1.5, y: turn / 4)
            guard max(x.low.magnitude, x.high.magnitude) <= most.x, max(y.low.magnitude, y.high.magnitude) <= most.y
            else {
                throw RasterError(
                    "place", layer.path,
                    reason: "layer '\(layer.name)' is said to be in \(source), but its coordinates (\(range)) are no "
                        + "degrees",
                    advice: "say what they are: ogr2ogr -a_srs EPSG:... fixed.gpkg '\(layer.path)'")
            }
        }
        if grid.crs == nil {
            try checkFit(placement, grid: grid)
            notes.add("the raster names no coordinate reference system; that of the zones (\(source)) is assumed")
        }
    }

    private func checkFit(_ placement: borrowing ZonePlacement, grid: RasterGrid) throws(RasterError) {
        guard !placement.bounds(x: x, y: y).overlaps(PixelBounds(grid.size)) else { return }
        let crs = grid.crs.map { " (\($0.name))" } ?? ""
        throw RasterError(
            "place", layer.path,
            reason:
                "layer '\(layer.name)' and the raster\(crs) do not say both what their coordinates are, and those of "
                + "the layer (\(range)) are not on the raster",
            advice: "say what they are: ogr2ogr -a_srs EPSG:... fixed.gpkg '\(layer.path)'")
    }

    private var range: String { "x \(x.low) to \(x.high), y \(y.low) to \(y.high)" }
}
