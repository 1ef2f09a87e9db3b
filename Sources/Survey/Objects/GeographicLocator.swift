import RasterIO
import RasterModel

/// Longitude and latitude of positions on a raster, on the datum of its CRS. Belongs to one thread.
struct GeographicLocator: ~Copyable {
    private let transform: GeoTransform?
    /// Of a geographic CRS: degrees of one unit, and where they count from.
    private let angles: (degreesPerUnit: Double, meridian: Double)?
    private let inverse: InverseProjection?

    init(_ grid: RasterGrid) throws {
        transform = grid.transform
        switch grid.crs?.kind {
        case .geographic(let radiansPerUnit):
            angles = (radiansPerUnit * 180 / .pi, (grid.crs?.primeMeridian ?? 0) * 180 / .pi)
            inverse = nil
        case .derivedGeographic, .projected, .webMercator:
            angles = nil
            inverse = try grid.crs.map { try InverseProjection($0) }
        case .local, nil:
            angles = nil
            inverse = nil
        }
    }

    /// In degrees, from Greenwich; nil where the raster or the projection does not say.
    func degrees(of points: [PixelPoint]) -> [(longitude: Double, latitude: Double)?] {
        guard let transform else { return points.map { _ in nil } }
        let positions = points.map { transform.position(column: $0.column, row: $0.row) }
        if let angles {
            // Rasters may go on beyond 180 degrees, or count from 0 to 360.
            return positions.map { position in
                let longitude = position.x * angles.degreesPerUnit + angles.meridian
                let turns = ((longitude + 180) / 360).rounded(.down)
                return (turns == 0 ? longitude : longitude - 360 * turns, position.y * angles.degreesPerUnit)
            }
        }
        switch inverse {
        case .none: return positions.map { _ in nil }
        case .some(let inverse):
            return inverse.longitudesAndLatitudes(of: positions).map { position in
                position.map { ($0.longitude * 180 / .pi, $0.latitude * 180 / .pi) }
            }
        }
    }
}
