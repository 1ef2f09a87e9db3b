/// A file that a run has written.
public struct RunOutput: Sendable, Hashable {
    /// In the run folder.
    public let name: String
    /// Its size.
    public let bytes: Int
    /// nil where it could not be read again.
    public let sha256: String?

    package init(name: String, bytes: Int, sha256: String?) {
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        bytes = try fields.integer("bytes")
        sha256 = try fields.optionalText("sha256")
    }

    var json: JSONValue {
        .members(["name": .string(name), "bytes": .integer(bytes), "sha256": .optional(sha256)])
    }
}
