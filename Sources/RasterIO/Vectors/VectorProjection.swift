import CGDAL
import RasterModel

/// From the coordinates of a vector layer to those of the raster's CRS.
@safe
struct VectorProjection: ~Copyable {
    /// nil where both are the same.
    private let transformation: OGRCoordinateTransformationH?
    /// 360 degrees in units of the layer's x; nil where x does not come back.
    let sourceTurn: Double?
    /// True where the layer counts degrees.
    let isGeographic: Bool
    /// Name of the layer's CRS; nil where it names none.
    let sourceName: String?

    /// - Parameter crs: the raster's; nil leaves coordinates as they are.
    init(from layer: VectorLayer, to crs: CoordinateReference?) throws(RasterError) {
        let source = unsafe layer.reference
        sourceName = unsafe source.map { source in
            unsafe OSRGetName(source).map { unsafe CoordinateReference.shortened(String(cString: $0)) } ?? "unnamed"
        }
        isGeographic = unsafe source.map { unsafe OSRIsGeographic($0) != 0 } ?? false
        sourceTurn = unsafe source.flatMap { source in
            GDALMessages.during { _ in unsafe CoordinateReference(source)?.turn }
        }
        guard let source = unsafe source, let crs else {
            unsafe transformation = nil
            return
        }
        unsafe transformation = try Self.transformation(from: source, to: crs, path: layer.path)
    }

    deinit {
        if let transformation = unsafe transformation { unsafe OCTDestroyCoordinateTransformation(transformation) }
    }

    /// True where coordinates are the raster's already.
    var isIdentity: Bool { unsafe transformation == nil }

    private static func transformation(
        from source: OGRSpatialReferenceH, to crs: CoordinateReference, path: String
    ) throws(RasterError) -> OGRCoordinateTransformationH? {
        try unsafe GDALMessages.during { log throws(RasterError) in
            guard let target = unsafe OSRNewSpatialReference(crs.wkt) else {
                throw RasterError("understand", crs.name, reason: log.summary())
            }
            defer { unsafe OSRDestroySpatialReference(target) }
            unsafe OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER)
            if unsafe OSRIsSame(source, target) != 0 { return nil }
            guard let found = unsafe OCTNewCoordinateTransformation(source, target) else {
                throw RasterError(
                    "place", path,
                    reason: "there is no way from its coordinate reference system to the raster's "
                        + "(\(crs.name)): \(log.summary())")
            }
            return unsafe found
        }
    }

    /// Projects points in place and says which of them could not be.
    func apply(_ xs: inout [Double], _ ys: inout [Double]) -> [Bool] {
        guard let transformation = unsafe transformation else { return Array(repeating: true, count: xs.count) }
        var success = [Int32](repeating: 0, count: xs.count)
        GDALMessages.during { _ in
            _ = unsafe OCTTransformEx(transformation, Int32(xs.count), &xs, &ys, nil, &success)
        }
        return xs.indices.map { success[$0] != 0 && xs[$0].isFinite && ys[$0].isFinite }
    }
}
