import CGDAL
import RasterModel

/// Writes layers of zones into an open GeoPackage.
struct ZoneWriter {
    private let path: String
    private let columns: [FeatureColumn]
    private let crs: CoordinateReference?
    private var layerNames = UniqueNames()

    init(path: String, columns: [FeatureColumn], crs: CoordinateReference?) {
        self.path = path
        self.columns = columns
        self.crs = crs
    }

    static func changed(_ path: String) -> RasterError {
        RasterError(
            "read", path, reason: "the file has changed since it was opened", advice: "run again", kind: .transient)
    }

    /// Writes one layer.
    ///
    /// - Parameter values: those of the added columns, by the zone's index in the layer.
    mutating func write(
        _ layer: ZoneLayer, from source: VectorLayer, to target: borrowing GDALDataset,
        values: (Int) -> [FeatureValue]
    ) throws(RasterError) {
        guard source.fieldNames == layer.columns else { throw Self.changed(source.path) }
        let name = layerNames.take(Self.tableName(layer.name))
        let table = try create(name, like: source, in: target)
        try check { unsafe GDALDatasetStartTransaction(target.handle, 0) }
        var (next, position) = (0, 0)
        try source.forEachFeature { feature throws(RasterError) in
            position += 1
            let number = layer.isRenumbered ? position : feature.number
            guard next < layer.zones.count, layer.zones[next].feature == number else { return }
            try write(feature, number: number, to: table, texts: source.texts, values: values(next))
            next += 1
        }
        guard next == layer.zones.count else { throw Self.changed(source.path) }
        try check { unsafe GDALDatasetCommitTransaction(target.handle) }
    }

    /// A table name that a GeoPackage accepts. GDAL keeps one table for itself, and wants no name to begin with a sign.
    private static func tableName(_ name: String) -> String {
        let isReserved =
            ["gpkg", "sqlite", "rtree", "ogr_empty_table"].contains { name.lowercased().hasPrefix($0) }
            || name.first.map { "`~!@#$%^&*()+-={}|[]\\:\";'<>?,./".contains($0) } == true
        return name.isEmpty ? "zones" : isReserved ? "zones_\(name)" : name
    }

    /// Layers of polygons become layers of multi-polygons, which some of them are for formats that know no difference.
    private static func type(of source: VectorLayer) -> OGRwkbGeometryType {
        guard source.type == wkbPolygon || source.type == wkbMultiPolygon else { return wkbUnknown }
        let given = unsafe OGR_L_GetGeomType(source.handle)
        return OGR_GT_SetModifier(wkbMultiPolygon, OGR_GT_HasZ(given), OGR_GT_HasM(given))
    }

    /// A layer with the columns of another and the added ones.
    @safe
    private struct Table {
        let layer: OGRLayerH
        /// True where single polygons become multi-polygons.
        let isMultiple: Bool
        /// Fields of the other's columns, by their index there; -1 for those left out.
        var fields: [Int32]
        /// Columns of texts, and the bytes that each may have had.
        var texts: [(index: Int32, width: Int)]
        /// Where the added columns are.
        var added: [Int32]
    }

    private func create(
        _ name: String, like source: VectorLayer, in target: borrowing GDALDataset
    ) throws(RasterError) -> Table {
        let type = Self.type(of: source)
        let names = ZoneTable(source.fieldNames, adding: columns)
        let options = ["FID=\(names.number)", "GEOMETRY_NAME=\(names.geometry)"]
        let layer = unsafe try createLayer(name, type: type, like: source, in: target, options: options)
        var table = unsafe Table(
            layer: layer, isMultiple: OGR_GT_Flatten(type) == wkbMultiPolygon, fields: [], texts: [], added: [])
        for (index, name) in names.fields.enumerated() {
            var added: Int32 = -1
            if let name { added = unsafe try addField(source, index, as: name, to: layer) }
            table.fields.append(added)
        }
        table.texts = source.textFields.compactMap { field in
            let added = table.fields[Int(field.index)]
            return added < 0 ? nil : (added, field.width)
        }
        for (column, name) in zip(columns, names.added) {
            table.added.append(unsafe try addField(column, as: name, to: layer))
        }
        return table
    }

    private func createLayer(
        _ name: String, type: OGRwkbGeometryType, like source: VectorLayer, in target: borrowing GDALDataset,
        options: [String]
    ) throws(RasterError) -> OGRLayerH {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for option in options { unsafe list = CSLAddString(list, option) }
        defer { unsafe CSLDestroy(list) }
        let assumed = unsafe crs.flatMap { unsafe OSRNewSpatialReference($0.wkt) }
        defer { if let assumed = unsafe assumed { unsafe OSRDestroySpatialReference(assumed) } }
        let reference = unsafe source.reference ?? assumed
        return unsafe try GDALMessages.during { log throws(RasterError) in
            guard let layer = unsafe GDALDatasetCreateLayer(target.handle, name, reference, type, list) else {
                throw RasterError.unwritten(path, log.summary())
            }
            return unsafe layer
        }
    }

    /// Adds a column of the user's, in the nearest type that a GeoPackage has.
    private func addField(
        _ source: VectorLayer, _ index: Int, as name: String, to layer: OGRLayerH
    ) throws(RasterError) -> Int32 {
        guard let definition = unsafe OGR_L_GetLayerDefn(source.handle),
            let given = unsafe OGR_FD_GetFieldDefn(definition, Int32(index)),
            let field = unsafe OGR_Fld_Create(name, OGR_Fld_GetType(given))
        else { throw Self.changed(source.path) }
        defer { unsafe OGR_Fld_Destroy(field) }
        unsafe OGR_Fld_SetSubType(field, OGR_Fld_GetSubType(given))
        unsafe OGR_Fld_SetWidth(field, OGR_Fld_GetWidth(given))
        unsafe OGR_Fld_SetPrecision(field, OGR_Fld_GetPrecision(given))
        return unsafe try create(field, in: layer)
    }

    private func addField(
        _ column: FeatureColumn, as name: String, to layer: OGRLayerH
    ) throws(RasterError) -> Int32 {
        let field = try FeatureField(column.kind, name: name, path: path)
        return unsafe try create(field.handle, in: layer)
    }

    private func create(_ field: OGRFieldDefnH, in layer: OGRLayerH) throws(RasterError) -> Int32 {
        try check { unsafe OGR_L_CreateField(layer, field, 1) }
        return unsafe OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)) - 1
    }

    private func write(
        _ source: borrowing OwnedFeature, number: Int, to table: Table, texts: VectorTexts, values: [FeatureValue]
    ) throws(RasterError) {
        precondition(values.count == columns.count, "one value for each column")
        guard let feature = unsafe OwnedFeature(owning: OGR_F_Create(OGR_L_GetLayerDefn(table.layer))) else {
            throw RasterError.unwritten(path, "a feature cannot be made")
        }
        // An empty map would be read beyond its end.
        let map = table.fields + [-1]
        try check { unsafe OGR_F_SetFromWithMap(feature.handle, source.handle, 1, map) }
        // An extent without numbers could not be written, and nobody could read it.
        if let geometry = unsafe OGR_F_GetGeometryRef(feature.handle), unsafe !ZoneGeometry.hasPlace(geometry) {
            try check { unsafe OGR_F_SetGeometryDirectly(feature.handle, nil) }
        }
        if let geometry = unsafe OGR_F_GetGeometryRef(feature.handle) { unsafe Self.closeRings(of: geometry) }
        if table.isMultiple, let geometry = unsafe OGR_F_StealGeometry(feature.handle) {
            try check { unsafe OGR_F_SetGeometryDirectly(feature.handle, OGR_G_ForceToMultiPolygon(geometry)) }
        }
        try check { unsafe OGR_F_SetFID(feature.handle, GIntBig(number)) }
        for field in table.texts where unsafe OGR_F_IsFieldSetAndNotNull(feature.handle, field.index) != 0 {
            guard let bytes = unsafe OGR_F_GetFieldAsString(feature.handle, field.index),
                unsafe String(validatingCString: bytes) == nil
            else { continue }
            unsafe OGR_F_SetFieldString(feature.handle, field.index, texts.text(bytes, width: field.width))
        }
        for (index, value) in zip(table.added, values) { value.set(field: index, of: feature) }
        try check { unsafe OGR_L_CreateFeature(table.layer, feature.handle) }
    }

    /// Closes the rings of polygons, however nested, and takes out those that are none: nobody could read the file.
    private static func closeRings(of geometry: OGRGeometryH) {
        let isPolygon = unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon
        if isPolygon { unsafe OGR_G_CloseRings(geometry) }
        for index in unsafe (0..<OGR_G_GetGeometryCount(geometry)).reversed() {
            guard let part = unsafe OGR_G_GetGeometryRef(geometry, index) else { continue }
            guard isPolygon else {
                unsafe closeRings(of: part)
                continue
            }
            guard unsafe OGR_G_GetPointCount(part) < 4 else { continue }
            // Without its outer ring the polygon is empty.
            if index == 0 { unsafe OGR_G_Empty(geometry) } else { unsafe OGR_G_RemoveGeometry(geometry, index, 1) }
        }
    }

    /// Runs one call that says whether it worked.
    private func check(_ call: () -> OGRErr) throws(RasterError) {
        try GDALMessages.during { log throws(RasterError) in
            guard call() == OGRERR_NONE else { throw RasterError.unwritten(path, log.summary()) }
        }
    }
}
