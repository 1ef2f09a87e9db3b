import RasterModel

/// Where a layer's coordinates lie, to find out early that they are not what they are said to be.
struct ZoneExtent {
    private let layer: VectorLayer
    /// In the layer's coordinates.
    private(set) var extent = MapExtent()

    /// nil where there are no areas.
    init?(of geometries: [ZoneGeometry], in layer: VectorLayer) {
        self.layer = layer
        for ring in geometries.lazy.flatMap(\.polygons).compactMap(\.rings.first) {
            for index in ring.xs.indices { extent.add(ring.xs[index], ring.ys[index]) }
        }
        guard !extent.isEmpty else { return nil }
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
        if let turn = placement.sourceDegrees {
            // A turn beyond either side is what some files use around the 180th meridian.
            let most = (x: turn * 1.5, y: turn / 4)
            guard max(extent.lowX.magnitude, extent.highX.magnitude) <= most.x,
                max(extent.lowY.magnitude, extent.highY.magnitude) <= most.y
            else {
                throw RasterError(
                    "place", layer.path,
                    reason:
                        "layer '\(layer.name)' is said to be in \(source), but its coordinates (\(extent.text)) are "
                        + "no degrees",
                    advice: advice(placement))
            }
        }
        if grid.crs == nil {
            try checkFit(placement, grid: grid)
            notes.add("the raster names no coordinate reference system; that of the zones (\(source)) is assumed")
        }
    }

    private func checkFit(_ placement: borrowing ZonePlacement, grid: RasterGrid) throws(RasterError) {
        guard !placement.meetsRaster(extent, asItIs: true) else { return }
        let crs = grid.crs.map { " (\($0.name))" } ?? ""
        throw RasterError(
            "place", layer.path,
            reason:
                "layer '\(layer.name)' and the raster\(crs) do not say both what their coordinates are, and those of "
                + "the layer (\(extent.text)) are not on the raster (\(placement.rasterExtent.text))",
            advice: advice(placement))
    }

    /// What would put zones right that lie elsewhere.
    func advice(_ placement: borrowing ZonePlacement) -> String {
        if placement.meetsRaster(extent.swapped) {
            return "x and y are the wrong way round (latitude before longitude?): exchanged, they lie on the raster; "
                + "ogr2ogr -ct '+proj=axisswap +order=2,1' fixed.gpkg '\(layer.path)'"
        }
        let doubt = placement.sourceName.map { "if the file is wrong to say that it is in \($0), " } ?? ""
        return doubt + "say what they are: ogr2ogr -a_srs EPSG:... fixed.gpkg '\(layer.path)'"
    }
}

extension MapExtent {
    /// With x and y exchanged.
    var swapped: MapExtent {
        var other = MapExtent()
        other.add(lowY, lowX)
        other.add(highY, highX)
        return other
    }

    /// In words, in the units of the map.
    var text: String { "x \(lowX) to \(highX), y \(lowY) to \(highY)" }

    /// Places spread over it: nine.
    var positions: [(x: Double, y: Double)] {
        [lowY, (lowY + highY) / 2, highY].flatMap { y in [lowX, (lowX + highX) / 2, highX].map { ($0, y) } }
    }
}
