import CGDAL
import RasterModel

/// Owner of one OGR geometry.
@safe
struct OwnedGeometry: ~Copyable {
    let handle: OGRGeometryH

    init(owning handle: OGRGeometryH) { unsafe self.handle = unsafe handle }

    /// Takes over what OGR made; nil where it made nothing.
    init?(owning handle: OGRGeometryH?) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe OGR_G_DestroyGeometry(handle) }
}

/// Owner of one OGR feature.
@safe
struct OwnedFeature: ~Copyable {
    let handle: OGRFeatureH

    init?(owning handle: OGRFeatureH?) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe OGR_F_Destroy(handle) }

    var number: Int { unsafe Int(OGR_F_GetFID(handle)) }
}

/// One layer of an open vector file, as long as the file is open.
@safe
struct VectorLayer {
    let handle: OGRLayerH
    let name: String
    let path: String

    init(_ handle: OGRLayerH, path: String) {
        unsafe self.handle = unsafe handle
        name = unsafe OGR_L_GetName(handle).map { unsafe String(cString: $0) } ?? ""
        self.path = path
    }

    /// What the file says that the layer holds.
    var type: OGRwkbGeometryType { unsafe OGR_GT_Flatten(OGR_L_GetGeomType(handle)) }

    /// For example "Point".
    var typeName: String {
        unsafe OGRGeometryTypeToName(type).map { unsafe String(cString: $0) } ?? "unknown"
    }

    /// False where the file rules out that the layer holds areas.
    var mayHoldAreas: Bool {
        type == wkbUnknown || type == wkbGeometryCollection || OGR_GT_IsSurface(type) != 0
            || OGR_GT_IsSubClassOf(type, wkbMultiSurface) != 0
    }

    /// True for shapefiles, which do not say which rings belong together.
    var isShapefile: Bool { unsafe GDALGetMetadata(handle, "SHAPEFILE") != nil || path.lowercased().hasSuffix(".shp") }

    /// The CRS; nil where the file names none, or one that says nothing.
    var reference: OGRSpatialReferenceH? {
        guard let reference = unsafe OGR_L_GetSpatialRef(handle) else { return nil }
        return unsafe CoordinateReference.isUndefined(reference) ? nil : reference
    }

    /// Names of the columns, in order.
    var fieldNames: [String] {
        guard let definition = unsafe OGR_L_GetLayerDefn(handle) else { return [] }
        return unsafe (0..<OGR_FD_GetFieldCount(definition)).map { index in
            let field = unsafe OGR_FD_GetFieldDefn(definition, index)
            return unsafe OGR_Fld_GetNameRef(field).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// Hands every feature to `body`, in the order of the file.
    ///
    /// - Throws: what `body` throws, and an error where the file breaks off.
    func forEachFeature(_ body: (borrowing OwnedFeature) throws(RasterError) -> Void) throws(RasterError) {
        unsafe OGR_L_ResetReading(handle)
        while let feature = try next() { try body(feature) }
    }

    private func next() throws(RasterError) -> OwnedFeature? {
        try GDALMessages.during { log throws(RasterError) in
            let feature = unsafe OwnedFeature(owning: OGR_L_GetNextFeature(handle))
            guard log.failures.isEmpty else {
                throw RasterError("read", path, reason: "layer '\(name)': \(log.summary())")
            }
            return feature
        }
    }
}
