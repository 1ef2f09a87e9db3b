/// One mapping of a catalog, with a name for messages.
struct CatalogSection {
    /// For example `method.rules` or `class 2`.
    let place: String
    /// Line where the mapping begins, counted from 1.
    let line: Int
    let entries: [YamlEntry]
    let file: String

    subscript(key: String) -> YamlEntry? { entries.first { $0.key == key } }

    /// The entry of a key that has to be there; `example` shows how.
    func required(_ key: String, example: String) throws(CatalogError) -> YamlEntry {
        if let entry = self[key] { return entry }
        throw error(line, "'\(key)' is missing\(place.isEmpty ? "" : " in \(place)"); add '\(example)'")
    }

    /// The full name of a key, for messages.
    func name(of key: String) -> String { place.isEmpty ? key : "\(place): \(key)" }

    func error(_ line: Int, _ message: String) -> CatalogError {
        CatalogError(file: file, line: line, message: message)
    }

    // MARK: Keys

    /// Refuses keys that this version does not know.
    func checkKeys(_ keys: CatalogKeys) throws(CatalogError) {
        for (index, entry) in entries.enumerated() where !keys.known.contains(entry.key) {
            if keys.later.contains(entry.key) {
                throw error(entry.line, "'\(name(of: entry.key))' is not supported yet by this version; remove it")
            }
            try checkComma(at: index)
            try checkColon(entry, keys)
            throw error(entry.line, "unknown key \(quoted(entry.key))\(within); \(remedy(for: entry.key, keys))")
        }
    }

    /// `{when: min(a, b) > 3}` is `when: min(a` and a key `b) > 3` to YAML, and `{otherwise: 0,1}` has a key `1`.
    func checkComma(at index: Int) throws(CatalogError) {
        guard entries[index].value.isNull, index > 0, entries[index].line == entries[index - 1].line,
            case .text(let text, true) = entries[index - 1].value.content
        else { return }
        let opens = text.count { $0 == "(" } > text.count { $0 == ")" }
        let splitsNumber = text.last?.isNumber == true && entries[index].key.first?.isNumber == true
        guard opens || splitsNumber else { return }
        let key = quoted(name(of: entries[index - 1].key))
        throw error(
            entries[index - 1].line,
            "\(key) ends at the comma, because it is inside {}; "
                + (opens ? "quote the formula" : "write numbers with a decimal point"))
    }

    /// `name:soil` is one word to YAML.
    private func checkColon(_ entry: YamlEntry, _ keys: CatalogKeys) throws(CatalogError) {
        guard entry.value.isNull, let key = keys.known.first(where: { entry.key.hasPrefix("\($0):") }) else { return }
        let value = entry.key.dropFirst(key.count + 1)
        throw error(
            entry.line, "\(quoted(entry.key)) has no space after the colon; write \(quoted("\(key): \(value)"))")
    }

    private var within: String { place.isEmpty ? "" : " in \(place)" }

    private func remedy(for key: String, _ keys: CatalogKeys) -> String {
        if let near = nearestName(to: key, among: keys.known + keys.later) { return "did you mean '\(near)'?" }
        if let home = CatalogKeys.homes[key] { return "it belongs to \(home)" }
        return "known here: \(keys.known.joined(separator: " "))"
    }
}
