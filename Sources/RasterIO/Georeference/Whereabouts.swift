import CGDAL
import Foundation

/// Where something lies, in words that a person can check on a map.
struct Whereabouts {
    private let map: MapExtent
    /// In degrees; nil where the CRS does not say.
    private let degrees: MapExtent?

    /// - Parameters:
    ///   - map: in coordinates of the CRS.
    ///   - reference: the CRS; nil where none is known.
    init(_ map: MapExtent, in reference: OGRSpatialReferenceH?) {
        self.map = map
        degrees = unsafe reference.flatMap { unsafe Self.degrees(of: map, in: $0) }
    }

    /// Both in degrees where both are known so, else both in their own units.
    static func texts(_ a: Whereabouts, _ b: Whereabouts) -> (String, String) {
        guard let first = a.degrees, let second = b.degrees else { return (a.map.text, b.map.text) }
        return (text(first), text(second))
    }

    private static func text(_ degrees: MapExtent) -> String {
        let number = { (value: Double) in String(format: "%.4f", value) }
        return "longitude \(number(degrees.lowX)) to \(number(degrees.highX)), "
            + "latitude \(number(degrees.lowY)) to \(number(degrees.highY))"
    }

    private static func degrees(of map: MapExtent, in reference: OGRSpatialReferenceH) -> MapExtent? {
        let positions = map.positions
        var (xs, ys) = (positions.map(\.x), positions.map(\.y))
        var success = [Int32](repeating: 0, count: positions.count)
        let isDone = GDALMessages.during { _ in
            guard let target = unsafe OSRNewSpatialReference(nil) else { return false }
            defer { unsafe OSRDestroySpatialReference(target) }
            unsafe OSRSetWellKnownGeogCS(target, "WGS84")
            unsafe OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER)
            guard let found = unsafe OCTNewCoordinateTransformation(reference, target) else { return false }
            defer { unsafe OCTDestroyCoordinateTransformation(found) }
            _ = unsafe OCTTransformEx(found, Int32(positions.count), &xs, &ys, nil, &success)
            return true
        }
        var degrees = MapExtent()
        for index in positions.indices where isDone && success[index] != 0 && xs[index].isFinite && ys[index].isFinite {
            // Across the 180th meridian longitudes go on.
            let near = degrees.isEmpty ? xs[index] : (degrees.lowX + degrees.highX) / 2
            degrees.add(xs[index] - 360 * ((xs[index] - near) / 360).rounded(), ys[index])
        }
        guard !degrees.isEmpty else { return nil }
        if degrees.highX - degrees.lowX > 180 {
            // Around a pole, or all the way round.
            var whole = MapExtent()
            whole.add(-180, degrees.lowY)
            whole.add(180, degrees.highY)
            return whole
        }
        return degrees
    }
}
