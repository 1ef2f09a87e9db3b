/// A YAML value with its place in the file. Scalars are text: none has been taken for a number, a truth value or null.
struct YamlNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// A plain scalar without characters is what YAML calls null.
        case text(String, isPlain: Bool)
        case list([YamlNode])
        case mapping([YamlEntry])
    }

    /// Counted from 1.
    var line: Int
    var content: Content

    /// True where nothing was written, or only a comment.
    var isNull: Bool { content == .text("", isPlain: true) }

    /// What a person would call it.
    var kind: String {
        switch content {
        case .text: isNull ? "empty" : "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
