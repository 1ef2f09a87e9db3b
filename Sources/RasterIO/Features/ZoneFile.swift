import CGDAL
package import RasterModel

/// A GeoPackage of the user's zones with what was found in them.
package enum ZoneFile {
    /// What will be otherwise in the file than the user has it, one line each: numbers, and columns.
    ///
    /// - Parameter columns: those to be added.
    package static func notes(on zones: ZoneCollection, adding columns: [FeatureColumn]) -> [String] {
        zones.layers.flatMap { layer in
            let numbers =
                layer.isRenumbered
                ? ["features share their numbers, or have some below 0: they are numbered anew, from 1"] : []
            return (numbers + ZoneTable(layer.columns, adding: columns).notes).map {
                "\(zones.path), layer '\(layer.name)': \($0)"
            }
        }
    }

    /// Writes all zones in the order of the file, one by one: features as the user gave them (number, geometry and
    /// columns, in their own CRS), then the added columns. Equal input gives equal bytes.
    ///
    /// - Parameters:
    ///   - path: the GeoPackage to make; it must not exist.
    ///   - zones: what was read; its file is read again.
    ///   - crs: the raster's, for layers that name none.
    ///   - columns: columns to add.
    ///   - values: one value for each column, for a zone given by its index in `zones.zones`.
    package static func write(
        _ path: String, zones: ZoneCollection, crs: CoordinateReference?, columns: [FeatureColumn],
        values: (Int) -> [FeatureValue]
    ) throws(RasterError) {
        // The time of writing is in the file; one that never changes keeps equal runs equal.
        unsafe CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
        defer { unsafe CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nil) }
        try VectorFile.withLayers(of: zones.path) { layers throws(RasterError) in
            let target = try create(path)
            do {
                var writer = ZoneWriter(path: path, columns: columns, crs: crs)
                var first = 0
                for layer in zones.layers {
                    guard let source = layers.first(where: { $0.name == layer.name }) else {
                        throw ZoneWriter.changed(zones.path)
                    }
                    let start = first
                    try writer.write(layer, from: source, to: target) { values(start + $0) }
                    first += layer.zones.count
                }
            }
            let failures = target.close()
            guard failures.isEmpty else { throw RasterError.unwritten(path, failures.joined(separator: "; ")) }
        }
    }

    private static func create(_ path: String) throws(RasterError) -> GDALDataset {
        try GDALMessages.during { log throws(RasterError) in
            guard let driver = unsafe GDALGetDriverByName("GPKG"),
                let created = unsafe GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, nil)
            else { throw RasterError.unwritten(path, log.summary()) }
            return unsafe GDALDataset(owning: created)
        }
    }
}
