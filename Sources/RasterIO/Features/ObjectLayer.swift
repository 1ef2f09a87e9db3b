import CGDAL
import RasterModel

/// One layer of a file of objects, as long as the file is open.
@safe
struct ObjectLayer {
    private let layer: OGRLayerH
    private let path: String
    private let columns: [FeatureColumn]

    init(
        _ name: String, _ type: OGRwkbGeometryType, columns: [FeatureColumn], crs: CoordinateReference?,
        in dataset: borrowing GDALDataset, path: String, options: [String] = []
    ) throws(RasterError) {
        self.path = path
        self.columns = columns
        let reference = unsafe crs.flatMap { unsafe OSRNewSpatialReference($0.wkt) }
        defer { if let reference = unsafe reference { unsafe OSRDestroySpatialReference(reference) } }
        // Shapes are in the raster's order: x, then y, whatever the authority's is.
        if let reference = unsafe reference {
            unsafe OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER)
        }
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for option in options { unsafe list = CSLAddString(list, option) }
        defer { unsafe CSLDestroy(list) }
        unsafe layer = try unsafe GDALMessages.during { log throws(RasterError) in
            guard let layer = unsafe GDALDatasetCreateLayer(dataset.handle, name, reference, type, list) else {
                throw RasterError.unwritten(path, log.summary())
            }
            return unsafe layer
        }
        for column in columns { try add(column) }
    }

    /// An empty file.
    static func create(_ path: String, driver name: String) throws(RasterError) -> GDALDataset {
        GDALLibrary.start()
        return try GDALMessages.during { log throws(RasterError) in
            guard let driver = unsafe GDALGetDriverByName(name),
                let created = unsafe GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, nil)
            else { throw RasterError.unwritten(path, log.summary()) }
            return unsafe GDALDataset(owning: created)
        }
    }

    private func add(_ column: FeatureColumn) throws(RasterError) {
        let field = try FeatureField(column.kind, name: column.name, path: path)
        try Self.check(path) { unsafe OGR_L_CreateField(layer, field.handle, 1) }
    }

    /// Writes one feature.
    ///
    /// - Parameters:
    ///   - shape: well-known bytes; nil for none.
    ///   - number: of the feature.
    func add(_ values: [FeatureValue], _ shape: [UInt8]?, number: Int) throws(RasterError) {
        precondition(values.count == columns.count, "one value for each column")
        guard let feature = unsafe OwnedFeature(owning: OGR_F_Create(OGR_L_GetLayerDefn(layer))) else {
            throw RasterError.unwritten(path, "a feature cannot be made")
        }
        for (index, value) in values.enumerated() { value.set(field: Int32(index), of: feature) }
        try Self.check(path) {
            var status = unsafe OGR_F_SetFID(feature.handle, GIntBig(number))
            if status == OGRERR_NONE, let shape { status = Self.set(shape, of: feature) }
            return status == OGRERR_NONE ? unsafe OGR_L_CreateFeature(layer, feature.handle) : status
        }
    }

    private static func set(_ shape: [UInt8], of feature: borrowing OwnedFeature) -> OGRErr {
        var geometry: OGRGeometryH?
        let status = unsafe OGR_G_CreateFromWkbEx(shape, nil, &geometry, shape.count)
        guard status == OGRERR_NONE else { return status }
        return unsafe OGR_F_SetGeometryDirectly(feature.handle, geometry)
    }

    /// Runs one call that says whether it worked.
    static func check(_ path: String, _ call: () -> OGRErr) throws(RasterError) {
        try GDALMessages.during { log throws(RasterError) in
            guard call() == OGRERR_NONE else { throw RasterError.unwritten(path, log.summary()) }
        }
    }
}
