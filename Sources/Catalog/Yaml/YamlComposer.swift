import Yams

/// Text to `YamlNode`, with limits: a file from a stranger can cost neither memory nor time nor stack.
struct YamlComposer {
    /// Bytes of UTF-8.
    static let largestFile = 1 << 20
    /// Levels of lists and mappings.
    static let deepest = 32

    let file: String

    /// The only document of the text.
    func tree(of text: String) throws(CatalogError) -> YamlNode {
        guard text.utf8.count <= Self.largestFile else {
            throw CatalogError(file: file, line: nil, message: "larger than 1 MiB; a catalog is a short text")
        }
        // Windows editors put a byte order mark before the text; YAML takes it for the beginning of a document.
        let marked = text.unicodeScalars.first == "\u{feff}"
        guard let root = try compose(marked ? String(text.unicodeScalars.dropFirst()) : text) else {
            throw CatalogError(file: file, line: 1, message: "the catalog is empty; it begins with 'quadrat: 1'")
        }
        return root
    }

    private func compose(_ text: String) throws(CatalogError) -> YamlNode? {
        do {
            if let probe = Self.withoutAnchorTargets(text) { _ = try Self.parser(of: probe).singleRoot() }
            let parser = try Self.parser(of: text)
            // Nodes hold their anchors weakly: the parser has to outlive the conversion, which refuses them.
            return try withExtendedLifetime(parser) { try parser.singleRoot().map { try convert($0, depth: 1) } }
        } catch let error as CatalogError {
            throw error
        } catch {
            throw YamlProblem(text: text, file: file).explain(error)
        }
    }

    /// No rules: every scalar stays text, and no pattern is matched against it.
    private static func parser(of text: String) throws -> Yams.Parser {
        try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
    }

    /// A text of the same shape in which no alias finds its anchor; nil where there can be no alias.
    ///
    /// Yams puts the anchored value in place of each alias, and a few nested lists of aliases used as a key take for
    /// ever to compare. Anchors renamed to begin with a letter that no alias begins with make the parser stop at the
    /// first alias instead; a text that gets through this has none.
    static func withoutAnchorTargets(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: "*")) else { return nil }
        var followsStar = Set<UInt8>()
        for (byte, next) in zip(bytes, bytes.dropFirst()) where byte == UInt8(ascii: "*") { followsStar.insert(next) }
        // Where all 64 letters follow stars, a space makes every anchor an error: refused, but never expanded.
        let free = anchorLetters.first { !followsStar.contains($0) } ?? UInt8(ascii: " ")
        var renamed = bytes
        for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "&") {
            if anchorLetters.contains(bytes[index + 1]) { renamed[index + 1] = free }
        }
        return String(decoding: renamed, as: UTF8.self)
    }

    private static let anchorLetters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".utf8)

    private func convert(_ node: Node, depth: Int) throws(CatalogError) -> YamlNode {
        let line = node.mark?.line ?? 1
        guard depth <= Self.deepest else { throw CatalogError(file: file, line: line, message: YamlProblem.tooDeep) }
        switch node {
        case .scalar(let scalar):
            try refuse(anchor: scalar.anchor, tag: scalar.tag.rawValue, default: Tag.Name.str.rawValue, line: line)
            return YamlNode(line: line, content: .text(scalar.string, isPlain: scalar.style == .plain))
        case .sequence(let sequence):
            try refuse(anchor: sequence.anchor, tag: sequence.tag.rawValue, default: Tag.Name.seq.rawValue, line: line)
            return YamlNode(line: line, content: .list(try list(sequence, depth: depth)))
        case .mapping(let mapping):
            try refuse(anchor: mapping.anchor, tag: mapping.tag.rawValue, default: Tag.Name.map.rawValue, line: line)
            return YamlNode(line: line, content: .mapping(try entries(of: mapping, depth: depth)))
        case .alias(let alias):
            throw YamlProblem.alias(alias.anchor.rawValue, file: file, line: line)
        }
    }

    private func list(_ sequence: Node.Sequence, depth: Int) throws(CatalogError) -> [YamlNode] {
        var items = [YamlNode]()
        for item in sequence { items.append(try convert(item, depth: depth + 1)) }
        return items
    }

    private func entries(of mapping: Node.Mapping, depth: Int) throws(CatalogError) -> [YamlEntry] {
        var entries = [YamlEntry]()
        for (keyNode, valueNode) in mapping {
            let key = try convert(keyNode, depth: depth + 1)
            var value = try convert(valueNode, depth: depth + 1)
            guard case .text(let text, _) = key.content else {
                throw CatalogError(file: file, line: key.line, message: "a key is \(key.kind); write 'key: value'")
            }
            // The place of nothing is where the next thing begins.
            if value.isNull { value.line = key.line }
            entries.append(YamlEntry(key: text, line: key.line, value: value))
        }
        return entries
    }

    private func refuse(anchor: Anchor?, tag: String, default standard: String, line: Int) throws(CatalogError) {
        if let anchor { throw YamlProblem.anchor(anchor.rawValue, file: file, line: line) }
        guard tag.isEmpty || tag == standard else { throw YamlProblem.tag(tag, file: file, line: line) }
    }
}
