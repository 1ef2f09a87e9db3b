import RasterModel

/// Formats in which counted objects are written beside objects.gpkg.
public enum ObjectFileFormat: Sendable, Hashable, CaseIterable {
    /// objects.geojson: outlines in longitude and latitude on WGS 84 (RFC 7946).
    case geojson
    /// objects.csv: a line each, with the interior point in the raster's CRS.
    case csv

    var format: ObjectFormat {
        switch self {
        case .geojson: .geojson
        case .csv: .csv
        }
    }
}
