import CGDAL
package import RasterModel

/// From coordinates of a projected or derived CRS to longitude and latitude on its own datum.
@safe
package struct InverseProjection: ~Copyable {
    private let transformation: OGRCoordinateTransformationH
    /// Radians of one unit of the geographic CRS that it is made from.
    private let radiansPerUnit: Double
    /// Where that one's longitudes count from, in radians east of Greenwich.
    private let primeMeridian: Double
    /// Half a turn in units of a CRS that has longitudes of its own; nil for lengths.
    private let halfTurn: Double?
    /// The way from longitudes and latitudes to the CRS; nil where there is none.
    private let forward: OGRCoordinateTransformationH?
    /// CRS units of x after which the map begins anew, negative where x runs west; nil where it does not.
    private let period: Double?

    /// The way back from a projected or derived CRS.
    ///
    /// - Throws: when PROJ knows no way from the CRS to its geographic base.
    package init(_ crs: CoordinateReference) throws(RasterError) {
        GDALLibrary.start()
        var angles = (radiansPerUnit: 1.0, primeMeridian: 0.0)
        unsafe transformation = try unsafe GDALMessages.during { log throws(RasterError) in
            guard let outer = unsafe OSRNewSpatialReference(crs.wkt) else {
                throw RasterError("understand", crs.name, reason: log.summary())
            }
            defer { unsafe OSRDestroySpatialReference(outer) }
            guard let base = unsafe GeographicBase(of: outer) else {
                throw RasterError("understand", crs.name, reason: log.summary())
            }
            unsafe OSRSetAxisMappingStrategy(outer, OAMS_TRADITIONAL_GIS_ORDER)
            guard let found = unsafe OCTNewCoordinateTransformation(outer, base.reference) else {
                throw RasterError("find the inverse projection of", crs.name, reason: log.summary())
            }
            angles = (base.radiansPerUnit, base.primeMeridian)
            return unsafe found
        }
        (radiansPerUnit, primeMeridian) = angles
        if case .derivedGeographic(let radians) = crs.kind { halfTurn = .pi / radians } else { halfTurn = nil }
        // What counts angles covers the globe, poles and all; web Mercator covers its plane.
        let hasEdge = if case .projected = crs.kind { true } else { false }
        let inverse = unsafe transformation
        unsafe forward = hasEdge ? unsafe GDALMessages.during { _ in unsafe OCTGetInverse(inverse) } : nil
        tolerance = 10 / crs.metresPerUnit
        period = unsafe forward.flatMap { unsafe Self.period(of: $0, halfTurn: .pi / angles.radiansPerUnit) }
    }

    /// What a whole turn adds to x where meridians are lines of one x, equally far from each other, and parallels lines of
    /// one y; nil for other projections.
    ///
    /// - Parameter halfTurn: in units of the longitudes and latitudes that `forward` takes.
    private static func period(of forward: OGRCoordinateTransformationH, halfTurn: Double) -> Double? {
        let meridians = 12
        let step = 2 * halfTurn / Double(meridians)
        // A little off round numbers, where maps are cut.
        let longitudes = (0..<meridians).map { (Double($0) + 0.123) * step - halfTurn }
        var xs = longitudes + longitudes
        var ys = Array(repeating: halfTurn / 60, count: meridians) + Array(repeating: halfTurn / 4, count: meridians)
        var success = [Int32](repeating: 0, count: xs.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(forward, Int32(xs.count), &xs, &ys, nil, &success)
        }
        guard success.allSatisfy({ $0 != 0 }), (xs + ys).allSatisfy(\.isFinite) else { return nil }
        let steps = (0..<meridians).map { xs[($0 + 1) % meridians] - xs[$0] }
        let usual = steps.sorted()[meridians / 2]
        let period = usual * Double(meridians)
        let slack = period.magnitude * 1e-9
        // One step is the way back across the cut.
        let areEven = steps.count { ($0 - usual).magnitude <= slack } == meridians - 1
        let isStraight = (0..<meridians).allSatisfy {
            (xs[$0] - xs[$0 + meridians]).magnitude <= slack && (ys[$0] - ys[0]).magnitude <= slack
                && (ys[$0 + meridians] - ys[meridians]).magnitude <= slack
        }
        return slack > 0 && areEven && isStraight ? period : nil
    }

    /// Whether the projection takes places to where they came from, or to one turn from there: a map that goes on beyond the
    /// meridian where it is usually cut.
    private func comesBack(_ longitudes: [Double], _ latitudes: [Double], to points: [(x: Double, y: Double)]) -> [Bool]
    {
        guard let forward = unsafe forward else { return points.map { _ in true } }
        var (xs, ys) = (longitudes, latitudes)
        var success = [Int32](repeating: 0, count: points.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(forward, Int32(points.count), &xs, &ys, nil, &success)
        }
        return points.indices.map { index in
            guard success[index] != 0, (ys[index] - points[index].y).magnitude <= tolerance else { return false }
            let offset = (xs[index] - points[index].x).magnitude
            return offset <= tolerance || period.map { (offset - $0.magnitude).magnitude <= tolerance } ?? false
        }
    }

    deinit {
        unsafe OCTDestroyCoordinateTransformation(transformation)
        if let forward = unsafe forward { unsafe OCTDestroyCoordinateTransformation(forward) }
    }

    /// CRS units that a place may be off after a way there and back: what lies beyond the edge of a world map comes back
    /// on its other side, or not at all.
    private let tolerance: Double

    /// Longitudes (from Greenwich) and latitudes in radians; nil where a point lies outside the projection's domain.
    package func longitudesAndLatitudes(of points: [(x: Double, y: Double)]) -> [(longitude: Double, latitude: Double)?]
    {
        var xs = points.map(\.x)
        var ys = points.map(\.y)
        if let halfTurn { Self.wrap(&xs, &ys, halfTurn: halfTurn) }
        var success = [Int32](repeating: 0, count: points.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(transformation, Int32(points.count), &xs, &ys, nil, &success)
        }
        let isInside = comesBack(xs, ys, to: points)
        return points.indices.map { index in
            guard success[index] != 0, xs[index].isFinite, ys[index].isFinite, isInside[index] else { return nil }
            let longitude = xs[index] * radiansPerUnit + primeMeridian
            return (longitude - 2 * .pi * (longitude / (2 * .pi)).rounded(), ys[index] * radiansPerUnit)
        }
    }

    /// A parallel beyond the pole is one on its other side: what lies around a raster that ends there has a place, too.
    private static func wrap(_ xs: inout [Double], _ ys: inout [Double], halfTurn: Double) {
        for index in ys.indices where ys[index].magnitude > halfTurn / 2 && ys[index].magnitude < halfTurn {
            ys[index] = ys[index] > 0 ? halfTurn - ys[index] : -halfTurn - ys[index]
            xs[index] += halfTurn
        }
    }
}
