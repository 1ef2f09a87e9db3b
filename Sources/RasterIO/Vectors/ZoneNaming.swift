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
        /// Bytes that a value may have; 0 for any number.
        var width: Int
        var names: [String?] = []
        var seen: Set<String> = []
    }

    /// The user asked for it, or for feature numbers: whatever it holds.
    private let isChosen: Bool
    private var candidates: [Candidate]
    private let texts: VectorTexts

    /// - Parameter name: the user's choice; nil for a column with a value of its own for every zone.
    init(named name: String?, in layer: VectorLayer) throws(RasterError) {
        isChosen = name != nil
        texts = layer.texts
        let fields = layer.fieldNames
        let widths = Dictionary(uniqueKeysWithValues: layer.textFields.map { ($0.index, $0.width) })
        let all = fields.indices.map { index in
            Candidate(
                index: Int32(index), name: fields[index], isText: Self.type(of: index, in: layer) == OFTString,
                width: widths[Int32(index)] ?? 0)
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
                ? "it has no columns at all: leave --zone-id out" : "its columns are \(Self.list(fields))")
    }

    /// The first of them, and how many there are.
    private static func list(_ names: [String]) -> String {
        let most = 40
        let more = names.count > most ? ", ... (\(names.count) in all)" : ""
        return names.prefix(most).joined(separator: ", ") + more
    }

    private static func type(of index: Int, in layer: VectorLayer) -> OGRFieldType {
        guard let definition = unsafe OGR_L_GetLayerDefn(layer.handle),
            let field = unsafe OGR_FD_GetFieldDefn(definition, Int32(index))
        else { return OFTBinary }
        return unsafe OGR_Fld_GetType(field)
    }

    /// Takes in the next feature.
    mutating func add(_ feature: borrowing OwnedFeature) {
        let counts = unsafe OGR_F_GetGeometryRef(feature.handle) != nil
        for index in candidates.indices.reversed() {
            let value = text(of: candidates[index], in: feature)
            candidates[index].names.append(value)
            guard !isChosen, counts else { continue }
            // A column that repeats itself or has gaps names nothing.
            if value.map({ candidates[index].seen.insert($0).inserted }) != true { candidates.remove(at: index) }
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
    ///
    /// - Parameter numbers: those of the features.
    func choose(_ numbers: [Int]) -> Choice {
        func choice(_ candidate: Candidate?, _ reason: String) -> Choice {
            let names = numbers.indices.map { candidate?.names[$0] ?? String(numbers[$0]) }
            return Choice(field: candidate?.name, reason: reason, names: names)
        }
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

    /// A value as text; nil where there is none.
    private func text(of candidate: Candidate, in feature: borrowing OwnedFeature) -> String? {
        guard unsafe OGR_F_IsFieldSetAndNotNull(feature.handle, candidate.index) != 0,
            let text = unsafe OGR_F_GetFieldAsString(feature.handle, candidate.index)
        else { return nil }
        let trimmed = unsafe texts.text(text, width: candidate.width).trimmingWhitespace
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
