import CGDAL
package import RasterModel

/// A GeoPackage of objects: layer `objects` of multi-polygons, layer `points` of one interior point each, with the same
/// columns. Objects are written as they come; equal input gives equal bytes.
package struct ObjectFile {
    /// One object.
    package struct Item: Sendable {
        /// One for each column.
        package var values: [FeatureValue]
        /// In pixel coordinates; empty where the outline is left out.
        package var polygons: [PolygonShape]
        /// A point inside, in pixel coordinates.
        package var point: PixelPoint

        /// An object from its parts.
        package init(values: [FeatureValue], polygons: [PolygonShape], point: PixelPoint) {
            self.values = values
            self.polygons = polygons
            self.point = point
        }
    }

    /// Bytes of pages that are kept in memory: the tables grow at several places.
    private static let cache = 8_000_000

    private static let settings: KeyValuePairs<String, String> = [
        // The time of writing is in the file; one that never changes keeps equal runs equal.
        "OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z",
        // A file that is given up when the run breaks off needs no journal.
        "OGR_SQLITE_JOURNAL": "OFF", "OGR_SQLITE_SYNCHRONOUS": "OFF",
    ]

    private let database: SQLiteDatabase
    private let triggers: GeoPackageTriggers
    private var polygons: GeoPackageTable
    private var points: GeoPackageTable
    private let transform: GeoTransform

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: the GeoPackage to make; it must not exist.
    ///   - grid: of the raster: its CRS, and its transform from pixel coordinates, without which they stay.
    ///   - count: how many objects will come, about.
    package init(_ path: String, grid: RasterGrid, columns: [FeatureColumn], count: Int) throws(RasterError) {
        try Self.create(path, grid, columns)
        database = try SQLiteDatabase(path: path, cache: Self.cache)
        triggers = try GeoPackageTriggers(suspendingAllIn: database)
        try database.execute("BEGIN")
        polygons = try GeoPackageTable("objects", columns: columns.count, count: count, in: database)
        points = try GeoPackageTable("points", columns: columns.count, count: count, in: database)
        transform = grid.pixelTransform
    }

    /// Completes the file.
    package mutating func finish() throws(RasterError) {
        try polygons.finish()
        try points.finish()
        try database.execute("COMMIT")
        try triggers.resume()
    }

    /// Empty tables.
    private static func create(_ path: String, _ grid: RasterGrid, _ columns: [FeatureColumn]) throws(RasterError) {
        for (name, value) in settings { unsafe CPLSetThreadLocalConfigOption(name, value) }
        defer { for (name, _) in settings { unsafe CPLSetThreadLocalConfigOption(name, nil) } }
        let dataset = try ObjectLayer.create(path, driver: "GPKG")
        for (name, type) in [("objects", wkbMultiPolygon), ("points", wkbPoint)] {
            _ = try ObjectLayer(name, type, columns: columns, crs: grid.crs, in: dataset, path: path)
        }
        let failures = dataset.close()
        guard failures.isEmpty else { throw RasterError.unwritten(path, failures.joined(separator: "; ")) }
    }

    /// Adds an object.
    ///
    /// - Parameter number: of the feature, from 1, ascending.
    package mutating func add(_ item: Item, number: Int) throws(RasterError) {
        let outline = item.polygons.isEmpty ? nil : ShapeBytes(item.polygons, transform)
        try polygons.add(item.values, outline, number: number)
        try points.add(item.values, ShapeBytes(item.point, transform), number: number)
    }
}

extension RasterGrid {
    /// Its transform; pixel coordinates as they are where it has none.
    var pixelTransform: GeoTransform {
        transform ?? GeoTransform(originX: 0, columnX: 1, rowX: 0, originY: 0, columnY: 0, rowY: 1)
    }
}
