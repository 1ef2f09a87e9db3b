/// A JSON document whose keys keep their order, so that files read in the order of the design and equal runs give
/// equal bytes.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Finite numbers; others are written as null. The shortest digits that give the number back.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One key and its value.
    package struct Member: Sendable, Hashable {
        /// The key, not yet quoted.
        package var key: String
        /// What stands under the key.
        package var value: JSONValue
    }

    /// An object from pairs, in order.
    package static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(pairs.map { Member(key: $0.key, value: $0.value) })
    }

    static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The document as text: two spaces per level, lists and objects on one line where short.
    package var text: String {
        var text = JSONText()
        text.add(self, indent: 0)
        return String(decoding: text.bytes, as: UTF8.self) + "\n"
    }
}
