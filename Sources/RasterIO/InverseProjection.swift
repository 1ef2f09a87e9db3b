import CGDAL
public import RasterModel

/// From coordinates of a projected or derived CRS to longitude and latitude on its own datum.
@safe
public struct InverseProjection: ~Copyable {
    private let transformation: OGRCoordinateTransformationH
    /// Radians of one unit of the geographic CRS that it is made from.
    private let radiansPerUnit: Double
    /// Where that one's longitudes count from, in radians east of Greenwich.
    private let primeMeridian: Double
    /// Half a turn in units of a CRS that has longitudes of its own; nil for lengths.
    private let halfTurn: Double?
    /// The way from longitudes and latitudes to the CRS; nil where there is none.
    private let forward: OGRCoordinateTransformationH?

    /// The way back from a projected or derived CRS.
    ///
    /// - Throws: when PROJ knows no way from the CRS to its geographic base.
    public init(_ crs: CoordinateReference) throws(RasterError) {
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
        let (inverse, hasLengths) = (unsafe transformation, halfTurn == nil)
        // What counts angles covers the globe, poles and all.
        unsafe forward = hasLengths ? unsafe GDALMessages.during { _ in unsafe OCTGetInverse(inverse) } : nil
        tolerance = 10 / crs.metresPerUnit
    }

    /// Whether the projection takes places to where they came from.
    private func comesBack(_ longitudes: [Double], _ latitudes: [Double], to points: [(x: Double, y: Double)]) -> [Bool]
    {
        guard let forward = unsafe forward else { return points.map { _ in true } }
        var (xs, ys) = (longitudes, latitudes)
        var success = [Int32](repeating: 0, count: points.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(forward, Int32(points.count), &xs, &ys, nil, &success)
        }
        return points.indices.map { index in
            success[index] != 0 && (xs[index] - points[index].x).magnitude <= tolerance
                && (ys[index] - points[index].y).magnitude <= tolerance
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
    public func longitudesAndLatitudes(of points: [(x: Double, y: Double)]) -> [(longitude: Double, latitude: Double)?]
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
