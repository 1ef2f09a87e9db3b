import CGDAL

/// Finds the column that names zones, the user's or a sensible one, while features are read once.
struct ZoneNaming {
    /// Names that people give such columns, best first.
    private static let usual = [
        "zone_id", "zone", "plot_id", "plot", "field_id", "field", "parcel_id", "parcel", "id", "code", "name", "label",
    ]

    /// A column that may be the one, and what it holds.
    private struct Candidate {
        var index: Int32
        var name: String
        var isText: Bool
        var names: [String?] = []
        var seen: Set<String> = []
    }

    /// The user asked for it, or for feature numbers: whatever it holds.
    private let isChosen: Bool
    private var candidates: [Candidate]
    private var numbers: [Int] = []

    /// - Parameter name: the user's choice; nil for a column with a value of its own for every zone.
    init(named name: String?, in layer: VectorLayer) throws(RasterError) {
        isChosen = name != nil
        let fields = layer.fieldNames
        let all = fields.indices.map { index in
            (Candidate(index: Int32(index), name: fields[index], isText: Self.type(of: index, in: layer) == OFTString))
        }
        guard let name else {
            candidates = all.filter { candidate in
                let type = Self.type(of: Int(candidate.index), in: layer)
                return candidate.isText || type == OFTInteger || type == OFTInteger64
            }
            return
        }
        candidates = try Self.find(name, in: layer).map { [all[$0]] } ?? []
    }

    /// The place of a column, in another spelling where only one is meant; nil for the feature's number.
    private static func find(_ name: String, in layer: VectorLayer) throws(RasterError) -> Int? {
        let fields = layer.fieldNames
        if let position = fields.firstIndex(of: name) { return position }
        let similar = fields.indices.filter { fields[$0].lowercased() == name.lowercased() }
        if similar.count == 1 { return similar[0] }
        let number = unsafe OGR_L_GetFIDColumn(layer.handle).map { unsafe String(cString: $0) } ?? ""
        if name.lowercased() == "fid" || name == number && !number.isEmpty { return nil }
        throw RasterError(
            "read", layer.path, reason: "layer '\(layer.name)' has no column '\(name)'",
            advice: fields.isEmpty
                ? "it has no columns at all: leave --zone-id out" : "its columns are \(fields.joined(separator: ", "))")
    }

    private static func type(of index: Int, in layer: VectorLayer) -> OGRFieldType {
        guard let definition = unsafe OGR_L_GetLayerDefn(layer.handle),
            let field = unsafe OGR_FD_GetFieldDefn(definition, Int32(index))
        else { return OFTBinary }
        return unsafe OGR_Fld_GetType(field)
    }

    /// Takes in the next feature.
    mutating func add(_ feature: borrowing OwnedFeature) {
        numbers.append(feature.number)
        let counts = unsafe OGR_F_GetGeometryRef(feature.handle) != nil
        for place in candidates.indices.reversed() {
            let value = Self.text(of: candidates[place].index, in: feature)
            candidates[place].names.append(value)
            guard !isChosen, counts else { continue }
            // A column that repeats itself or has gaps names nothing.
            if value.map({ candidates[place].seen.insert($0).inserted }) != true { candidates.remove(at: place) }
        }
    }

    /// What zones are called, in the order of the features, and why.
    struct Choice {
        /// The column; nil for the feature's number.
        var field: String?
        var reason: String
        var names: [String]
    }

    /// A column with a usual name, else the first of texts, else the first of whole numbers, else the feature's number.
    func choose() -> Choice {
        if isChosen { return choice(candidates.first, "as asked for") }
        for name in Self.usual {
            if let found = candidates.first(where: { $0.name.lowercased() == name }) {
                return choice(found, "unique, with a usual name")
            }
        }
        if let found = candidates.first(where: \.isText) ?? candidates.first {
            return choice(found, "the first column with a value of its own for every zone")
        }
        return choice(nil, "no column has a value of its own for every zone, so these are feature numbers")
    }

    private func choice(_ candidate: Candidate?, _ reason: String) -> Choice {
        let names = numbers.indices.map { candidate?.names[$0] ?? String(numbers[$0]) }
        return Choice(field: candidate?.name, reason: reason, names: names)
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
