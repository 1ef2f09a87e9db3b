import CGDAL

/// Finds the column that names zones: the user's, or a sensible one.
struct ZoneNaming {
    /// Names that people give such columns, best first.
    private static let usual = [
        "zone_id", "zone", "plot_id", "plot", "field_id", "field", "parcel_id", "parcel", "id", "code", "name", "label",
    ]

    /// The column; nil for the feature's number.
    let field: String?
    /// Why this one.
    let reason: String
    private let index: Int32?

    /// - Parameter name: the user's choice; nil for a column with a value of its own for every zone.
    init(named name: String?, in layer: VectorLayer) throws(RasterError) {
        if let name {
            index = try Self.find(name, in: layer)
            reason = "as asked for"
        } else {
            (index, reason) = try Self.choose(in: layer)
        }
        field = index.map { layer.fieldNames[Int($0)] }
    }

    private static func find(_ name: String, in layer: VectorLayer) throws(RasterError) -> Int32? {
        let fields = layer.fieldNames
        if let position = fields.firstIndex(of: name) ?? position(of: name, in: fields) { return Int32(position) }
        guard !isNumberColumn(name, of: layer) else { return nil }
        throw RasterError(
            "read", layer.path, reason: "layer '\(layer.name)' has no column '\(name)'",
            advice: fields.isEmpty
                ? "it has no columns at all: leave --zone-id out" : "its columns are \(fields.joined(separator: ", "))")
    }

    /// A column with a usual name, else the first of texts, else the first of whole numbers, else the feature's number.
    private static func choose(in layer: VectorLayer) throws(RasterError) -> (index: Int32?, reason: String) {
        let fields = layer.fieldNames
        let unique = try uniqueColumns(of: layer)
        for name in usual {
            if let found = unique.first(where: { fields[$0].lowercased() == name }) {
                return (Int32(found), "unique, with a usual name")
            }
        }
        if let found = unique.first(where: { type(of: $0, in: layer) == OFTString }) ?? unique.first {
            return (Int32(found), "the first column with a value of its own for every zone")
        }
        return (nil, "no column has a value of its own for every zone, so these are feature numbers")
    }

    /// The name of a zone.
    func name(of feature: borrowing OwnedFeature) -> String {
        guard let index, let text = Self.text(of: index, in: feature) else { return String(feature.number) }
        return text
    }

    /// A column in another spelling, where only one is meant.
    private static func position(of name: String, in fields: [String]) -> Int? {
        let found = fields.indices.filter { fields[$0].lowercased() == name.lowercased() }
        return found.count == 1 ? found[0] : nil
    }

    private static func isNumberColumn(_ name: String, of layer: VectorLayer) -> Bool {
        let own = unsafe OGR_L_GetFIDColumn(layer.handle).map { unsafe String(cString: $0) } ?? ""
        return name.lowercased() == "fid" || name == own && !own.isEmpty
    }

    private static func type(of index: Int, in layer: VectorLayer) -> OGRFieldType {
        guard let definition = unsafe OGR_L_GetLayerDefn(layer.handle),
            let field = unsafe OGR_FD_GetFieldDefn(definition, Int32(index))
        else { return OFTBinary }
        return unsafe OGR_Fld_GetType(field)
    }

    /// Columns of texts or whole numbers, in order, in which no feature with a geometry repeats another or has nothing.
    private static func uniqueColumns(of layer: VectorLayer) throws(RasterError) -> [Int] {
        var seen: [Int: Set<String>] = [:]
        for index in layer.fieldNames.indices {
            let type = type(of: index, in: layer)
            if type == OFTString || type == OFTInteger || type == OFTInteger64 { seen[index] = [] }
        }
        try layer.forEachFeature { feature in
            guard unsafe OGR_F_GetGeometryRef(feature.handle) != nil else { return }
            for index in Array(seen.keys) {
                guard let value = text(of: Int32(index), in: feature) else {
                    seen[index] = nil
                    continue
                }
                if seen[index]?.insert(value).inserted == false { seen[index] = nil }
            }
        }
        return seen.filter { !$0.value.isEmpty }.keys.sorted()
    }

    /// A value as text; nil where there is none.
    private static func text(of index: Int32, in feature: borrowing OwnedFeature) -> String? {
        guard unsafe OGR_F_IsFieldSetAndNotNull(feature.handle, index) != 0,
            let text = unsafe OGR_F_GetFieldAsString(feature.handle, index)
        else { return nil }
        let trimmed = unsafe String(cString: text).trimmingWhitespace
        return trimmed.isEmpty ? nil : trimmed
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}
