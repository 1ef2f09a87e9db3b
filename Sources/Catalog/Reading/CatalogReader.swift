import RasterModel
import Segmentation

/// YAML to a checked catalog. The parts that concern the method are in CatalogRules.swift.
struct CatalogReader {
    let file: String

    func catalog(from yaml: String) throws(CatalogError) -> Catalog {
        let top = try topLevel(of: yaml)
        let name = try catalogName(try top.required("name", example: "name: vegetation"))
        let title = try top["title"].map { entry throws(CatalogError) in try label(entry.value, "title") }
        let bands = try bands(try top.required("bands", example: "bands: {R: red, G: green, B: blue}"))
        let classes = try classes(try top.required("classes", example: "classes: {1: {name: soil}}"))
        let method = try top.required("method", example: "method: {rules: {assign: [{class: soil}]}}")
        let rules = try rules(method, bands: bands, classes: classes)
        let distance = try top["ground_sample_distance"].map { entry throws(CatalogError) in
            try metres(entry.value, "ground_sample_distance")
        }
        let isForPhotographs = try top["made_for"].map(madeFor) ?? false
        let notes = try top["notes"].map { entry throws(CatalogError) in try self.notes(entry.value) }
        let clean = try top["clean"].map { entry throws(CatalogError) in try self.clean(entry.value, classes) }
        let objects = try top["objects"].map { entry throws(CatalogError) in
            try self.objects(entry.value, classes, rules: rules, bands: bands)
        }
        let ratios = try top["ratios"].map { entry throws(CatalogError) in try self.ratios(entry.value, classes) }
        let indices = rules.definitions.compactMap { IndexLibrary.shipped[$0.name] }
        let own = rules.definitions.dropFirst(indices.count).map(\.name) + rules.thresholds.map(\.name)
        return Catalog(
            name: name, title: title, bands: bands, groundSampleDistance: distance,
            isForPhotographs: isForPhotographs, notes: notes ?? [], classes: classes, method: .rules(rules),
            clean: clean?.near ?? [], patchSteps: clean?.patches ?? [], objects: objects,
            indices: indices.map(IndexScope(bands: bands).use), ratios: ratios ?? [], file: file,
            source: yaml,
            warnings: similarNames(bands.map(\.symbol) + own))
    }

    /// The version is judged before the keys: another version has other keys.
    private func topLevel(of yaml: String) throws(CatalogError) -> CatalogSection {
        let root = try YamlComposer(file: file).tree(of: yaml)
        let top = try section(root, "")
        if let entry = top["quadrat"] { try checkVersion(entry) }
        try top.checkKeys(.top)
        _ = try top.required("quadrat", example: "quadrat: 1")
        return top
    }

    private func checkVersion(_ entry: YamlEntry) throws(CatalogError) {
        let version = try text(entry.value, "quadrat")
        guard version == "1" else {
            throw error(entry.line, "quadrat is \(quoted(version)), and this version reads only 'quadrat: 1'")
        }
    }

    private func similarNames(_ names: [String]) -> [String] {
        var first = [String: String]()
        var warnings = [String]()
        for name in names {
            if let other = first[name.lowercased()] {
                warnings.append("'\(other)' and '\(name)' differ only in case")
            } else {
                first[name.lowercased()] = name
            }
            if let index = IndexLibrary.shipped.nameDifferingInCase(from: name) {
                warnings.append("'\(name)' and the index \(index) differ only in case")
            }
        }
        return warnings
    }

    // MARK: Values

    func error(_ line: Int, _ message: String) -> CatalogError {
        CatalogError(file: file, line: line, message: message)
    }

    func section(
        _ node: YamlNode, _ place: String, keys: CatalogKeys? = nil, example: String = "'key: value'"
    ) throws(CatalogError) -> CatalogSection {
        guard case .mapping(let entries) = node.content else {
            let name = place.isEmpty ? "the catalog" : place
            throw error(node.line, "\(name) is \(node.kind); it has to be a mapping of \(example)")
        }
        let section = CatalogSection(place: place, line: node.line, entries: entries, file: file)
        if let keys { try section.checkKeys(keys) }
        return section
    }

    func list(_ node: YamlNode, _ place: String, example: String) throws(CatalogError) -> [YamlNode] {
        guard case .list(let items) = node.content else {
            throw error(node.line, "\(place) is \(node.kind); it has to be a list: \(example)")
        }
        return items
    }

    /// The text of a scalar that is not empty.
    func text(_ node: YamlNode, _ place: String) throws(CatalogError) -> String {
        guard case .text(let text, _) = node.content else {
            throw error(node.line, "\(place) is \(node.kind); it has to be text, in quotes where it begins with [ or {")
        }
        guard !text.isEmpty else { throw error(node.line, "\(place) is empty; write a value") }
        return text
    }

    /// A text that is shown to people: one line, no spaces around it.
    func label(_ node: YamlNode, _ place: String) throws(CatalogError) -> String {
        let text = try text(node, place)
        guard !text.unicodeScalars.contains(where: \.breaksLine) else {
            throw error(node.line, "\(place) has a line break or control character; it has to be one line of text")
        }
        guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
            throw error(node.line, "\(place) begins or ends with a space; remove it")
        }
        guard text.count <= 200 else { throw error(node.line, "\(place) is longer than 200 characters; shorten it") }
        return text
    }

    /// A whole number without sign or leading zeros.
    func wholeNumber(_ text: String) -> Int? {
        guard let number = Int(text), String(number) == text else { return nil }
        return number
    }

    private func catalogName(_ entry: YamlEntry) throws(CatalogError) -> String {
        let name = try text(entry.value, "name")
        let allowed = name.unicodeScalars.allSatisfy {
            FormulaLexer.beginsName($0) || FormulaLexer.isDigit($0) || $0 == "-" || $0 == "."
        }
        guard allowed, !name.hasPrefix("."), !name.hasPrefix("-"), name.count <= 64 else {
            throw error(
                entry.value.line,
                "the name \(quoted(name)) cannot name a folder; use at most 64 letters a-z, digits, - _ and . "
                    + "(not - or . at the beginning)")
        }
        return name
    }

    // MARK: Bands

    private func bands(_ entry: YamlEntry) throws(CatalogError) -> [BandSymbol] {
        let section = try section(entry.value, "bands", example: "symbols and roles: {R: red, G: green}")
        guard !section.entries.isEmpty else { throw error(entry.line, "bands is empty; add 'R: red'") }
        var symbols = [BandReference: String]()
        var bands = [BandSymbol]()
        for entry in section.entries {
            try checkName(entry.key, "the band symbol", entry.line)
            let reference = try bandReference(entry)
            if let other = symbols.updateValue(entry.key, forKey: reference) {
                throw error(entry.line, "'\(other)' and '\(entry.key)' are both \(reference); keep one")
            }
            bands.append(BandSymbol(symbol: entry.key, reference: reference))
        }
        return bands
    }

    /// What a catalog may give a name in formulas of its own.
    func checkName(_ name: String, _ what: String, _ line: Int) throws(CatalogError) {
        try checkWord(name, what, line)
        guard IndexLibrary.shipped[name] == nil else {
            throw error(line, "\(name) is an index: choose another name")
        }
    }

    /// What may stand in a formula as a name.
    func checkWord(_ name: String, _ what: String, _ line: Int) throws(CatalogError) {
        guard FormulaLexer.isName(name), name.utf8.count <= 64 else {
            throw error(
                line, "\(what) \(quoted(name)) is not a name; use at most 64 letters a-z, digits and _, a letter first")
        }
        guard !ReservedWords.all.contains(name) else {
            throw error(line, "\(what) '\(name)' is a word of the formula language; choose another")
        }
    }

    private func bandReference(_ entry: YamlEntry) throws(CatalogError) -> BandReference {
        let text = try text(entry.value, "bands: \(entry.key)")
        if let role = BandRole(rawValue: text) { return .role(role) }
        if let number = wholeNumber(text) {
            guard (1...65535).contains(number) else {
                throw error(entry.value.line, "bands: \(entry.key) is \(number); bands are numbered 1...65535")
            }
            return .number(number)
        }
        let roles = BandRole.allCases.map(\.rawValue)
        let remedy =
            nearestName(to: text, among: roles).map { "did you mean '\($0)'?" }
            ?? "use a band number or one of \(roles.joined(separator: " "))"
        throw error(entry.value.line, "bands: \(entry.key) is \(quoted(text)), which is no band role; \(remedy)")
    }

    // MARK: Classes

    private func classes(_ entry: YamlEntry) throws(CatalogError) -> [ClassDefinition] {
        let section = try section(entry.value, "classes", example: "numbers and classes: 1: {name: soil}")
        guard !section.entries.isEmpty else { throw error(entry.line, "classes is empty; add '1: {name: soil}'") }
        guard section.entries.count <= Int(MaskCode.highestClass) else {
            throw error(
                entry.line,
                "\(section.entries.count) classes are too many; a catalog may have \(MaskCode.highestClass)")
        }
        var names = Set<String>()
        var classes = [ClassDefinition]()
        for entry in section.entries {
            let definition = try classDefinition(entry)
            guard names.insert(definition.name).inserted else {
                throw error(entry.line, "two classes are called \(quoted(definition.name)); rename one")
            }
            classes.append(definition)
        }
        return classes.sorted { $0.value < $1.value }
    }

    private func classDefinition(_ entry: YamlEntry) throws(CatalogError) -> ClassDefinition {
        guard let number = wholeNumber(entry.key), (1...255).contains(number) else {
            throw error(
                entry.line,
                "the class value \(quoted(entry.key)) is not 1...255; "
                    + "write '1: {name: soil}'")
        }
        let place = "class \(number)"
        let section = try section(entry.value, place, keys: .classDefinition, example: "name and color: {name: soil}")
        let name = try label(try section.required("name", example: "name: soil").value, "\(place): name")
        let color = try section["color"].map { entry throws(CatalogError) in
            try self.color(entry.value, "\(place): color")
        }
        let value = UInt8(number)
        return ClassDefinition(value: value, name: name, color: color ?? ClassPalette.color(of: value))
    }

    private func color(_ node: YamlNode, _ place: String) throws(CatalogError) -> ClassColor {
        if node.isNull { throw error(node.line, "\(place) is empty; quote the colour: \"#b89b72\"") }
        let text = try text(node, place)
        let digits = text.utf8.dropFirst()
        guard text.hasPrefix("#"), digits.count == 6, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(text.dropFirst(), radix: 16)
        else {
            throw error(node.line, "\(place) is \(quoted(text)); write six hexadecimal digits: \"#b89b72\"")
        }
        return ClassColor(
            red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    }

    // MARK: Ratios

    private func ratios(_ node: YamlNode, _ classes: [ClassDefinition]) throws(CatalogError) -> [Ratio] {
        var names = Set<String>()
        var ratios = [Ratio]()
        let items = try list(node, "ratios", example: "- {name: cover, of: [tree], over: [tree, soil]}")
        for (index, item) in items.enumerated() {
            let place = "ratio \(index + 1)"
            let section = try section(item, place, keys: .ratio)
            let name = try label(try section.required("name", example: "name: cover").value, "\(place): name")
            guard names.insert(name).inserted else {
                throw error(item.line, "two ratios are called \(quoted(name)); rename one")
            }
            let of = try classList(section, "of", classes)
            let over = try classList(section, "over", classes)
            ratios.append(Ratio(name: name, of: of, over: over))
        }
        return ratios
    }

    func classList(
        _ section: CatalogSection, _ key: String, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> [UInt8] {
        let example = "[\(classes[0].name)]"
        let entry = try section.required(key, example: "\(key): \(example)")
        let place = section.name(of: key)
        var values = [UInt8]()
        for item in try list(entry.value, place, example: example) {
            let value = try classValue(item, place, classes)
            guard !values.contains(value) else {
                throw error(item.line, "\(place) names \(quoted(try text(item, place))) twice; remove one")
            }
            values.append(value)
        }
        guard !values.isEmpty else { throw error(entry.line, "\(place) is empty; name a class: \(example)") }
        return values
    }

    /// The value of the class that a node names.
    func classValue(_ node: YamlNode, _ place: String, _ classes: [ClassDefinition]) throws(CatalogError) -> UInt8 {
        let name = try text(node, place)
        if let match = classes.first(where: { $0.name == name }) { return match.value }
        let names = classes.map(\.name)
        let remedy =
            nearestName(to: name, among: names).map { "did you mean \(quoted($0))?" }
            ?? "the classes are \(names.prefix(12).joined(separator: ", "))\(names.count > 12 ? ", ..." : "")"
        throw error(node.line, "\(place): there is no class \(quoted(name)); \(remedy)")
    }
}
