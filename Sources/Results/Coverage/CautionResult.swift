/// A reason to doubt the numbers of a survey, which stands beside them: an entry of `cautions` in coverage.json.
public struct CautionResult: Sendable, Hashable {
    /// What is doubtful, for example "one-sided-threshold"; docs/cautions.md says what each code means and what to do.
    public let code: String
    /// What was seen, what it may mean, and what to do: one line.
    public let text: String

    package init(code: String, text: String) {
        self.code = code
        self.text = text
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        code = try fields.text("code")
        text = try fields.text("text")
    }

    /// For a person, one line.
    public var line: String { "Caution (\(code)): \(text)" }

    package var json: JSONValue { .members(["code": .string(code), "text": .string(text)]) }
}
