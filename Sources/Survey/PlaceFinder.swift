import Foundation
import RasterIO
import RasterModel

/// Longitude and latitude of places on a raster, on the datum of its CRS. Belongs to one thread.
struct PlaceFinder: ~Copyable {
    private let transform: GeoTransform?
    /// Degrees of one unit of a geographic CRS.
    private let degreesPerUnit: Double?
    private let inverse: InverseProjection?

    init(_ grid: RasterGrid) throws {
        transform = grid.transform
        switch grid.crs?.kind {
        case .geographic(let radiansPerUnit):
            degreesPerUnit = radiansPerUnit * 180 / .pi
            inverse = nil
        case .projected, .webMercator:
            degreesPerUnit = nil
            inverse = try grid.crs.map { try InverseProjection($0) }
        case .local, nil:
            degreesPerUnit = nil
            inverse = nil
        }
    }

    /// In degrees; nil where the raster or the projection does not say.
    func degrees(of points: [PixelPoint]) -> [(longitude: Double, latitude: Double)?] {
        guard let transform else { return points.map { _ in nil } }
        let places = points.map { transform.position(column: $0.column, row: $0.row) }
        if let degreesPerUnit {
            // Rasters may go on beyond 180 degrees, or count from 0 to 360.
            return places.map { place in
                let longitude = place.x * degreesPerUnit
                let turns = ((longitude + 180) / 360).rounded(.down)
                return (turns == 0 ? longitude : longitude - 360 * turns, place.y * degreesPerUnit)
            }
        }
        switch inverse {
        case .none: return places.map { _ in nil }
        case .some(let inverse):
            return inverse.longitudesAndLatitudes(of: places).map { place in
                place.map { ($0.longitude * 180 / .pi, $0.latitude * 180 / .pi) }
            }
        }
    }
}
