import CGDAL
public import RasterModel

/// A GeoPackage of objects: layer `objects` of multi-polygons, layer `points` of one interior point each, with the same
/// columns. Objects are written as they come; equal input gives equal bytes.
public struct ObjectFile: ~Copyable {
    /// A column.
    public struct Column: Hashable, Sendable {
        /// What it holds.
        public enum Kind: Hashable, Sendable {
            case integer
            case real
            case text
            case flag
        }

        /// Its name.
        public var name: String
        /// What it holds.
        public var kind: Kind

        /// A column from name and kind.
        public init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// A value of a column.
    public enum Value: Hashable, Sendable {
        case integer(Int)
        case real(Double)
        case text(String)
        case flag(Bool)
        /// Not known.
        case none

        /// A number, or not known.
        public static func real(_ number: Double?) -> Value { number.map { .real($0) } ?? .none }
    }

    /// One object.
    public struct Item: Sendable {
        /// One for each column.
        public var values: [Value]
        /// In pixel coordinates; empty where the outline is left out.
        public var polygons: [PolygonShape]
        /// A point inside, in pixel coordinates.
        public var point: PixelPoint

        /// An object from its parts.
        public init(values: [Value], polygons: [PolygonShape], point: PixelPoint) {
            self.values = values
            self.polygons = polygons
            self.point = point
        }
    }

    /// Objects between two commits: what has to be written again after a crash costs nothing, waiting for the disk does.
    private static let transactionSize = 20_000

    private let path: String
    private let dataset: GDALDataset
    private let polygons: ObjectLayer
    private let points: ObjectLayer
    private let transform: GeoTransform
    private var written = 0

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - path: the GeoPackage to make; it must not exist.
    ///   - grid: of the raster: its CRS, and its transform from pixel coordinates, without which they stay.
    ///   - body: adds the objects.
    public static func write(
        _ path: String, grid: RasterGrid, columns: [Column], body: (inout ObjectFile) throws -> Void
    ) throws {
        // The time of writing is in the file; one that never changes keeps equal runs equal.
        unsafe CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
        defer { unsafe CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nil) }
        let dataset = try create(path)
        let polygons = try ObjectLayer(
            "objects", wkbMultiPolygon, columns: columns, crs: grid.crs, in: dataset, path: path)
        let points = try ObjectLayer("points", wkbPoint, columns: columns, crs: grid.crs, in: dataset, path: path)
        try ObjectLayer.check(path) { unsafe GDALDatasetStartTransaction(dataset.handle, 0) }
        var file = ObjectFile(path, dataset, polygons: polygons, points: points, grid.transform)
        try body(&file)
        let failures = try file.close()
        guard failures.isEmpty else { throw ZoneWriter.failed(path, failures.joined(separator: "; ")) }
    }

    private static func create(_ path: String) throws(RasterError) -> GDALDataset {
        GDALLibrary.start()
        return try GDALMessages.during { log throws(RasterError) in
            guard let driver = unsafe GDALGetDriverByName("GPKG"),
                let created = unsafe GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, nil)
            else { throw ZoneWriter.failed(path, log.summary()) }
            return unsafe GDALDataset(owning: created)
        }
    }

    private init(
        _ path: String, _ dataset: consuming GDALDataset, polygons: ObjectLayer, points: ObjectLayer,
        _ transform: GeoTransform?
    ) {
        self.path = path
        self.dataset = dataset
        self.polygons = polygons
        self.points = points
        self.transform =
            transform ?? GeoTransform(originX: 0, columnX: 1, rowX: 0, originY: 0, columnY: 0, rowY: 1)
    }

    /// Adds an object.
    ///
    /// - Parameter number: of the feature, from 1; none twice.
    public mutating func add(_ item: Item, number: Int) throws(RasterError) {
        let outline = item.polygons.isEmpty ? nil : ShapeBytes(item.polygons, transform).bytes
        try polygons.add(item.values, outline, number: number)
        try points.add(item.values, ShapeBytes(item.point, transform).bytes, number: number)
        written += 1
        if written % Self.transactionSize == 0 {
            try ObjectLayer.check(path) { unsafe GDALDatasetCommitTransaction(dataset.handle) }
            try ObjectLayer.check(path) { unsafe GDALDatasetStartTransaction(dataset.handle, 0) }
        }
    }

    private consuming func close() throws(RasterError) -> [String] {
        try ObjectLayer.check(path) { unsafe GDALDatasetCommitTransaction(dataset.handle) }
        return dataset.close()
    }
}
