/// A file that a run could not write.
public struct RunFailure: Sendable, Hashable {
    /// In the run folder.
    public let name: String
    /// The line of error.
    public let reason: String

    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        reason = try fields.text("reason")
    }

    var json: JSONValue {
        .members(["name": .string(name), "reason": .string(reason)])
    }
}
