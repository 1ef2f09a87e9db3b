import Segmentation

/// The YAML of indices to checked values.
struct IndexReader {
    let file: String
    private var reader: CatalogReader { CatalogReader(file: file) }

    init(file: String) { self.file = file }

    func indices(from yaml: String) throws(CatalogError) -> [SpectralIndex] {
        let root = try YamlComposer(file: file).tree(of: yaml)
        let top = try reader.section(root, "", keys: .indexFile)
        let list = try reader.section(try top.required("indices", example: "indices: {}").value, "indices")
        var own = [String: SpectralIndex]()
        var indices = [SpectralIndex]()
        for entry in list.entries {
            try reader.checkWord(entry.key, "the index", entry.line)
            guard BandSymbol.indexRoles[entry.key] == nil else {
                throw reader.error(entry.line, "the index '\(entry.key)' is a band symbol; choose another name")
            }
            let index = try index(entry, own)
            own[entry.key] = index
            indices.append(index)
        }
        return indices
    }

    private func index(_ entry: YamlEntry, _ above: [String: SpectralIndex]) throws(CatalogError) -> SpectralIndex {
        let section = try reader.section(entry.value, entry.key, keys: .index)
        if let alias = section["alias"] { return try self.alias(alias, in: section, above) }
        let constants = try constants(section["constants"])
        let bands = try bands(try section.required("bands", example: "bands: [N, R]"), section, constants)
        let formula = try section.required("formula", example: "formula: (N - R)/(N + R)")
        let (text, expression) = try self.formula(formula.value, section, bands, constants)
        return SpectralIndex(
            name: entry.key, alias: nil, title: try label("title", section, "Normalised difference"), formula: text,
            expression: expression, bands: bands, constants: constants,
            range: try section["range"].map { range throws(CatalogError) in
                try reader.range(range.value, section.name(of: "range"))
            },
            needs: try section["needs"].map { needs throws(CatalogError) in try self.needs(needs.value, section) },
            source: try label("source", section, "Rouse et al. 1974"))
    }

    private func label(_ key: String, _ section: CatalogSection, _ example: String) throws(CatalogError) -> String {
        try reader.label(try section.required(key, example: "\(key): \(example)").value, section.name(of: key))
    }

    private func alias(
        _ entry: YamlEntry, in section: CatalogSection, _ above: [String: SpectralIndex]
    ) throws(CatalogError) -> SpectralIndex {
        let name = try reader.text(entry.value, section.name(of: "alias"))
        guard section.entries.count == 1, var index = above[name], index.alias == nil else {
            throw reader.error(
                entry.line,
                "\(section.place): an alias stands alone and names an index above it; \(quoted(name)) is none")
        }
        index.name = section.place
        index.alias = name
        return index
    }

    // MARK: Formula

    private func constants(_ entry: YamlEntry?) throws(CatalogError) -> [IndexConstant] {
        guard let entry else { return [] }
        var constants = [IndexConstant]()
        for entry in try reader.section(entry.value, "constants").entries {
            try reader.checkWord(entry.key, "the constant", entry.line)
            guard BandSymbol.indexRoles[entry.key] == nil else {
                throw reader.error(entry.line, "the constant '\(entry.key)' is a band symbol; choose another name")
            }
            let text = try reader.text(entry.value, "constants: \(entry.key)")
            guard let value = Float(text), value.isFinite else {
                throw reader.error(entry.line, "constants: \(entry.key) is \(quoted(text)), which is no number")
            }
            constants.append(IndexConstant(name: entry.key, value: value))
        }
        return constants.sorted { $0.name < $1.name }
    }

    private func bands(
        _ entry: YamlEntry, _ section: CatalogSection, _ constants: [IndexConstant]
    ) throws(CatalogError) -> [String] {
        var bands = [String]()
        for item in try reader.list(entry.value, section.name(of: "bands"), example: "[N, R]") {
            let band = try reader.text(item, section.name(of: "bands"))
            guard BandSymbol.indexRoles[band] != nil, !bands.contains(band) else {
                throw reader.error(
                    item.line, "\(section.place): \(quoted(band)) is no band symbol of indices, or there twice")
            }
            bands.append(band)
        }
        return bands
    }

    private func formula(
        _ node: YamlNode, _ section: CatalogSection, _ bands: [String], _ constants: [IndexConstant]
    ) throws(CatalogError) -> (text: String, expression: Expression) {
        let text = try reader.text(node, section.name(of: "formula"))
        do throws(FormulaError) {
            let scope = FormulaScope(bands: bands + constants.map(\.name))
            let names = try FormulaParser.parse(text, in: scope, as: .number).expression.names
            if let unused = scope.names.first(where: { !names.contains($0) }) {
                throw FormulaError(formula: text, column: 1, problem: "'\(unused)' is not used", remedy: "remove it")
            }
            let values = Dictionary(constants.map { ($0.name, "\($0.value)") }) { first, _ in first }
            let full = try FormulaLexer.text(of: text, replacing: values.mapValues(Self.literal))
            return (full, try FormulaParser.parse(full, in: FormulaScope(bands: bands), as: .number).expression)
        } catch {
            throw reader.error(node.line, "\(section.name(of: "formula")): \(error)")
        }
    }

    /// A number as a factor of a formula: `7.5`, `6`, `(-1)`.
    private static func literal(_ number: String) -> String {
        let short = number.hasSuffix(".0") ? String(number.dropLast(2)) : number
        return short.hasPrefix("-") ? "(\(short))" : short
    }

    // MARK: Range and requirement

    private func needs(_ node: YamlNode, _ section: CatalogSection) throws(CatalogError) -> IndexRequirement {
        let text = try reader.text(node, section.name(of: "needs"))
        guard let needs = IndexRequirement(rawValue: text) else {
            let known = IndexRequirement.allCases.map(\.rawValue).joined(separator: " or ")
            throw reader.error(node.line, "\(section.name(of: "needs")) is \(quoted(text)); write \(known)")
        }
        return needs
    }
}
