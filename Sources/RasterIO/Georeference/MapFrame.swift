import CGDAL
import Foundation
import RasterModel

/// The rectangle of map coordinates that a raster covers, and whether there is such a place.
///
/// The usual reason is a CRS that is not the file's: metres labelled as degrees, or degrees labelled as metres.
struct MapFrame {
    private let grid: RasterGrid
    private let crs: CoordinateReference
    private let transform: GeoTransform
    private let x: ClosedRange<Double>
    private let y: ClosedRange<Double>
    /// What a pixel spans along x and y.
    private let pixel: (x: Double, y: Double)

    /// nil where the raster has no place on the map.
    init?(_ grid: RasterGrid) {
        guard let crs = grid.crs, let transform = grid.transform else { return nil }
        (self.grid, self.crs, self.transform) = (grid, crs, transform)
        let (width, height) = (Double(grid.size.width), Double(grid.size.height))
        let corners = [(0, 0), (width, 0), (0, height), (width, height)].map {
            transform.position(column: $0.0, row: $0.1)
        }
        guard let west = corners.map(\.x).min(), let east = corners.map(\.x).max(),
            let south = corners.map(\.y).min(), let north = corners.map(\.y).max()
        else { return nil }
        (x, y) = (west...east, south...north)
        pixel = (
            transform.columnX.magnitude + transform.rowX.magnitude,
            transform.columnY.magnitude + transform.rowY.magnitude
        )
    }

    /// What is wrong with the frame; nil where nothing is.
    var problem: String? {
        switch crs.kind {
        case .geographic(let radians), .derivedGeographic(let radians):
            isBeyondGlobe(turn: 2 * .pi / radians)
                ? "its frame is larger than the planet: \(extent) is more than the longitudes and latitudes of \(crs.name)"
                : nil
        case .webMercator(let radius):
            isTooWide(turn: 2 * .pi * radius) || isBeyondPlane
                ? "its frame is larger than the planet: \(span)" : tooSmall
        case .projected: isBeyondPlane ? "its frame is larger than the planet: \(span)" : tooSmall
        case .local: nil
        }
    }

    // MARK: Too large

    /// Grids whose pixels are centred on both poles or on the first and the last meridian reach over by half a pixel; some
    /// repeat columns. A pixel on each side is let pass, and no more than a thirty-sixth of a turn.
    private func isBeyondGlobe(turn: Double) -> Bool {
        let pole = turn / 4 + min(pixel.y, turn / 36) + turn * 1e-9
        return y.lowerBound < -pole || y.upperBound > pole || isTooWide(turn: turn)
            || max(x.lowerBound.magnitude, x.upperBound.magnitude) > 2 * turn
    }

    private func isTooWide(turn: Double) -> Bool {
        x.upperBound - x.lowerBound > turn + 2 * min(pixel.x, turn / 36) + turn * 1e-9
    }

    /// Twice round from west to east, less what a sphere of another radius makes of it; five times round from south to north:
    /// Mercator's maps reach three times as far, and nothing in use farther.
    private var isBeyondPlane: Bool {
        let round = 2 * .pi * crs.ellipsoid.semiMajorAxis / crs.metresPerUnit
        return x.upperBound - x.lowerBound > 1.9 * round || y.upperBound - y.lowerBound > 5 * round
    }

    // MARK: Too small

    /// No survey of the earth has pixels of less than a tenth of a millimetre. Up to 2.5 mm numbers that could be degrees
    /// are taken for them where the CRS says that it does not hold there.
    private var tooSmall: String? {
        let side = transform.pixelSize
        let metres = max(side.width, side.height) * crs.metresPerUnit
        let couldBeDegrees =
            max(x.lowerBound.magnitude, x.upperBound.magnitude) <= 360
            && max(y.lowerBound.magnitude, y.upperBound.magnitude) <= 90
        guard metres < 1e-4 || (metres < 2.5e-3 && couldBeDegrees && isOutsideUse) else { return nil }
        let size = String(format: "%.2g", metres * 1000)
        let what = couldBeDegrees ? "look like degrees" : "is no map"
        return "its pixels would be \(size) mm wide: \(extent) \(what), and \(crs.name) counts lengths"
    }

    /// True where the CRS says where it is used, and the raster's centre is more than a degree away.
    private var isOutsideUse: Bool {
        GDALMessages.during { _ in
            guard let inverse = try? InverseProjection(crs), let reference = unsafe OSRNewSpatialReference(crs.wkt)
            else {
                return false
            }
            defer { unsafe OSRDestroySpatialReference(reference) }
            var (west, south, east, north) = (0.0, 0.0, 0.0, 0.0)
            guard unsafe OSRGetAreaOfUse(reference, &west, &south, &east, &north, nil) != 0 else { return false }
            let centre = transform.position(column: Double(grid.size.width) / 2, row: Double(grid.size.height) / 2)
            guard let position = inverse.longitudesAndLatitudes(of: [centre])[0] else { return true }
            let (longitude, latitude) = (position.longitude * 180 / .pi, position.latitude * 180 / .pi)
            if latitude < south - 1 || latitude > north + 1 { return true }
            let width = east < west ? east - west + 360 : east - west
            let offset = longitude - west + 1
            return offset - 360 * (offset / 360).rounded(.down) > width + 2
        }
    }

    // MARK: Words

    private var extent: String {
        "x from \(Self.text(x.lowerBound)) to \(Self.text(x.upperBound)), "
            + "y from \(Self.text(y.lowerBound)) to \(Self.text(y.upperBound))"
    }

    private var span: String {
        let metres = crs.metresPerUnit / 1000
        return "\(Self.text((x.upperBound - x.lowerBound) * metres)) km by "
            + "\(Self.text((y.upperBound - y.lowerBound) * metres)) km in \(crs.name)"
    }

    private static func text(_ value: Double) -> String { String(format: "%.10g", value) }

    /// How the right CRS is given to a file.
    static func advice(for path: String) -> String {
        "give it the right coordinate reference system: gdal_edit.py -a_srs EPSG:... '\(path)', or gdal_translate "
            + "-a_srs EPSG:... '\(path)' fixed.tif"
    }
}
