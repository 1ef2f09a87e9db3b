/// The catalog of a run.
public struct RunCatalog: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The file as it was named, or the name of a shipped catalog; nil where it came otherwise.
    public let file: String?
    /// Of the text.
    public let sha256: String
    /// All of it.
    public let text: String

    package init(name: String, file: String?, sha256: String, text: String) {
        self.name = name
        self.file = file
        self.sha256 = sha256
        self.text = text
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        file = try fields.optionalText("file")
        sha256 = try fields.text("sha256")
        text = try fields.text("text")
    }

    var json: JSONValue {
        .members(["name": .string(name), "file": .optional(file), "sha256": .string(sha256), "text": .string(text)])
    }
}
