/// One `key: value` of a mapping.
struct YamlEntry: Hashable, Sendable {
    var key: String
    /// Line of the key, counted from 1.
    var line: Int
    var value: YamlNode
}
