import RasterModel

/// What a catalog has to say where pixels are large.
package struct CatalogNote: Sendable, Hashable {
    /// It is said where pixels are larger than this, in metres.
    package var above: Double
    /// One line.
    package var text: String
}

/// `notes` and `made_for` of a catalog.
extension CatalogReader {
    func notes(_ node: YamlNode) throws(CatalogError) -> [CatalogNote] {
        let items = try list(node, "notes", example: "- {pixels_above: 1 m, text: ...}")
        var notes: [CatalogNote] = []
        for (index, item) in items.enumerated() {
            let place = "note \(index + 1)"
            let section = try section(item, place, keys: .note)
            let above = try section.required("pixels_above", example: "pixels_above: 1 m")
            let length = try length(above.value, "\(place): pixels_above")
            guard let metres = length.metres else {
                throw error(
                    above.line, "\(place): pixels_above is \(quoted(length.description)); give it on the ground: 1 m")
            }
            let text = try label(
                try section.required("text", example: "text: mixed pixels").value, "\(place): text")
            notes.append(CatalogNote(above: metres, text: text))
        }
        return notes
    }

    /// True for photographs.
    func madeFor(_ entry: YamlEntry) throws(CatalogError) -> Bool {
        let text = try text(entry.value, "made_for")
        guard text == "photographs" else {
            let near = nearestName(to: text, among: ["photographs"]).map { "did you mean '\($0)'?" }
            throw error(
                entry.line,
                "made_for is \(quoted(text)); \(near ?? "write 'photographs', or leave it out")")
        }
        return true
    }
}
