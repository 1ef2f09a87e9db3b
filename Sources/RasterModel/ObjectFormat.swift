/// Formats in which objects can be written beside their GeoPackage.
package enum ObjectFormat: String, CaseIterable, Hashable, Sendable {
    /// Outlines in longitude and latitude on WGS 84 (RFC 7946).
    case geojson
    /// Columns, and the interior point in the raster's CRS as X and Y.
    case csv
}
