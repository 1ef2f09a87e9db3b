import CGDAL
public import RasterModel

/// From coordinates of a projected CRS to longitude and latitude on its own datum.
@safe
public struct InverseProjection: ~Copyable {
    private let transformation: OGRCoordinateTransformationH
    /// The way from longitudes and latitudes to the CRS; nil where there is none.
    private let forward: OGRCoordinateTransformationH?

    /// The way back from a projected CRS.
    ///
    /// - Throws: when PROJ knows no way from the CRS to its geographic base.
    public init(_ crs: CoordinateReference) throws(RasterError) {
        GDALLibrary.start()
        unsafe transformation = try unsafe GDALMessages.during { log throws(RasterError) in
            guard let projected = unsafe OSRNewSpatialReference(crs.wkt) else {
                throw RasterError("understand", crs.name, reason: log.summary())
            }
            defer { unsafe OSRDestroySpatialReference(projected) }
            guard let geographic = unsafe OSRCloneGeogCS(projected) else {
                throw RasterError("understand", crs.name, reason: log.summary())
            }
            defer { unsafe OSRDestroySpatialReference(geographic) }
            unsafe OSRSetAxisMappingStrategy(projected, OAMS_TRADITIONAL_GIS_ORDER)
            unsafe OSRSetAxisMappingStrategy(geographic, OAMS_TRADITIONAL_GIS_ORDER)
            guard let found = unsafe OCTNewCoordinateTransformation(projected, geographic) else {
                throw RasterError("find the inverse projection of", crs.name, reason: log.summary())
            }
            return unsafe found
        }
        let inverse = unsafe transformation
        unsafe forward = unsafe GDALMessages.during { _ in unsafe OCTGetInverse(inverse) }
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

    /// Longitudes and latitudes in radians; nil where a point lies outside the projection's domain.
    public func longitudesAndLatitudes(of points: [(x: Double, y: Double)]) -> [(longitude: Double, latitude: Double)?]
    {
        var xs = points.map(\.x)
        var ys = points.map(\.y)
        var success = [Int32](repeating: 0, count: points.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(transformation, Int32(points.count), &xs, &ys, nil, &success)
        }
        let isInside = comesBack(xs, ys, to: points)
        return points.indices.map { index in
            guard success[index] != 0, xs[index].isFinite, ys[index].isFinite, isInside[index] else { return nil }
            return (xs[index] * .pi / 180, ys[index] * .pi / 180)
        }
    }
}
