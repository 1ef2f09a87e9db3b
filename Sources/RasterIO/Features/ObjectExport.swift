import CGDAL
package import RasterModel

/// A file of objects in a format of one layer that takes them as they come. Belongs to one thread.
package final class ObjectExport {
    private let format: ObjectFormat
    private let path: String
    private let sink: ExportSink
    /// nil once the file is complete.
    private var dataset: GDALDataset?
    private let layer: ObjectLayer
    private let transform: GeoTransform
    /// Units of the CRS in a full turn; nil where it has no longitudes.
    private let turn: Double?
    /// Objects whose outlines lie where the format has no coordinates.
    package private(set) var withoutOutline = 0

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: it must not exist.
    ///   - grid: of the raster: its CRS, without which GeoJSON cannot be written, and its transform from pixel
    ///     coordinates, without which they stay.
    package init(_ path: String, _ format: ObjectFormat, grid: RasterGrid, columns: [FeatureColumn]) throws {
        self.path = path
        self.format = format
        transform = grid.pixelTransform
        if case .geographic(let radians) = grid.crs?.kind { turn = 2 * .pi / radians } else { turn = nil }
        let options: [String]
        switch format {
        // Nine digits of a degree: a tenth of a millimetre.
        case .geojson: options = ["RFC7946=YES", "COORDINATE_PRECISION=9"]
        case .csv: options = ["GEOMETRY=AS_XY", "STRING_QUOTING=IF_NEEDED"]
        }
        let sink = try ExportSink(path: path)
        self.sink = sink
        let dataset = try sink.during { () throws(RasterError) in
            try ObjectLayer.create(ExportSink.name, driver: format == .csv ? "CSV" : "GeoJSON")
        }
        layer = try sink.during { () throws(RasterError) in
            try ObjectLayer(
                "objects", format == .csv ? wkbPoint : wkbMultiPolygon, columns: columns, crs: grid.crs, in: dataset,
                path: path, options: options)
        }
        self.dataset = consume dataset
    }

    /// Adds an object.
    ///
    /// - Parameter number: of the feature, from 1; none twice.
    package func add(_ item: ObjectFile.Item, number: Int) throws(RasterError) {
        try sink.during { () throws(RasterError) in try write(item, number: number) }
    }

    private func write(_ item: ObjectFile.Item, number: Int) throws(RasterError) {
        switch format {
        case .csv:
            let values = item.values.map { value in
                if case .text(let text) = value { FeatureValue.text(CSVText.text(text)) } else { value }
            }
            try layer.add(values, ShapeBytes(item.point, transform).bytes, number: number)
        case .geojson:
            guard !item.polygons.isEmpty else { return try layer.add(item.values, nil, number: number) }
            do {
                let outline = ShapeBytes(item.polygons, turned(toHold: item.point)).bytes
                try layer.add(item.values, outline, number: number)
            } catch {
                // Beyond what the projection can turn into degrees.
                try layer.add(item.values, nil, number: number)
                withoutOutline += 1
            }
        }
    }

    /// The transform with longitudes of full turns less or more, so that a point lies within half a turn of Greenwich.
    private func turned(toHold point: PixelPoint) -> GeoTransform {
        guard let turn else { return transform }
        var turned = transform
        let longitude = transform.position(column: point.column, row: point.row).x
        turned.originX -= turn * (longitude / turn).rounded()
        return turned
    }

    /// Completes the file.
    package func close() throws(RasterError) {
        guard let dataset = dataset.take() else { return }
        var rest: GDALDataset? = consume dataset
        let failures = try sink.during { () throws(RasterError) in rest.take()?.close() ?? [] }
        guard failures.isEmpty else { throw RasterError.unwritten(path, failures.joined(separator: "; ")) }
        try sink.finish()
    }
}
