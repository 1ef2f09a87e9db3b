import CGDAL
import RasterModel

/// One layer of an open vector file, as long as the file is open.
@safe
struct VectorLayer {
    let handle: OGRLayerH
    let name: String
    let path: String
    /// Where the encoding of its texts can be said; nil where it cannot.
    let codePageFile: String?
    /// True for shapefiles, which do not say which rings belong together.
    let isShapefile: Bool
    let texts = VectorTexts()

    /// - Parameter isShapefile: then a .cpg file may say what the texts are, too.
    init(_ handle: OGRLayerH, path: String, isShapefile: Bool) {
        unsafe self.handle = unsafe handle
        let texts = texts
        let name = unsafe OGR_L_GetName(handle).map { unsafe texts.text($0) } ?? ""
        self.name = name
        self.path = path
        self.isShapefile = isShapefile
        codePageFile = isShapefile ? "\(name).cpg" : nil
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
            let width = codePageFile == nil ? 0 : VectorTexts.shapefileNameWidth
            return unsafe OGR_Fld_GetNameRef(field).map { unsafe texts.text($0, width: width) } ?? ""
        }
    }

    /// Columns of texts, and the bytes that each may have; 0 for any number.
    var textFields: [(index: Int32, width: Int)] {
        guard let definition = unsafe OGR_L_GetLayerDefn(handle) else { return [] }
        return unsafe (0..<OGR_FD_GetFieldCount(definition)).compactMap { index in
            let field = unsafe OGR_FD_GetFieldDefn(definition, index)
            let type = unsafe OGR_Fld_GetType(field)
            guard type == OFTString || type == OFTStringList else { return nil }
            return (index, unsafe Int(OGR_Fld_GetWidth(field)))
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
                throw RasterError(
                    "read", path, reason: "layer '\(name)': \(log.summary())", kind: log.readingKind(of: path))
            }
            return feature
        }
    }
}
