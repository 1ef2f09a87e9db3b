import CGDAL
public import RasterModel

/// A file of objects in a format of one layer that takes them as they come. Belongs to one thread.
public final class ObjectExport {
    private let format: ObjectFormat
    private let path: String
    /// nil once the file is complete.
    private var dataset: GDALDataset?
    private let layer: ObjectLayer
    private let transform: GeoTransform

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: it must not exist.
    ///   - grid: of the raster: its CRS, without which GeoJSON cannot be written, and its transform from pixel
    ///     coordinates, without which they stay.
    public init(_ path: String, _ format: ObjectFormat, grid: RasterGrid, columns: [ObjectFile.Column]) throws {
        self.path = path
        self.format = format
        transform = grid.pixelTransform
        let options: [String]
        switch format {
        // Nine digits of a degree: a tenth of a millimetre.
        case .geojson: options = ["RFC7946=YES", "COORDINATE_PRECISION=9"]
        case .csv: options = ["GEOMETRY=AS_XY", "STRING_QUOTING=IF_NEEDED"]
        }
        let dataset = try ObjectLayer.create(path, driver: format == .csv ? "CSV" : "GeoJSON")
        layer = try ObjectLayer(
            "objects", format == .csv ? wkbPoint : wkbMultiPolygon, columns: columns, crs: grid.crs, in: dataset,
            path: path, options: options)
        self.dataset = consume dataset
    }

    /// Adds an object.
    ///
    /// - Parameter number: of the feature, from 1; none twice.
    public func add(_ item: ObjectFile.Item, number: Int) throws(RasterError) {
        switch format {
        case .csv: try layer.add(item.values, ShapeBytes(item.point, transform).bytes, number: number)
        case .geojson:
            let outline = item.polygons.isEmpty ? nil : ShapeBytes(item.polygons, transform).bytes
            try layer.add(item.values, outline, number: number)
        }
    }

    /// Completes the file.
    public func close() throws(RasterError) {
        guard let dataset = dataset.take() else { return }
        let failures = dataset.close()
        guard failures.isEmpty else { throw ZoneWriter.failed(path, failures.joined(separator: "; ")) }
    }
}
