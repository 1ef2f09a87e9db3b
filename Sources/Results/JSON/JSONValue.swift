/// A JSON document whose keys keep their order, so that files read in the order of the design and equal runs give
/// equal bytes.
package indirect enum JSONValue: Sendable, Hashable {
    /// What does not exist.
    case null
    /// True or false.
    case bool(Bool)
    /// A number without point and exponent.
    case integer(Int)
    /// Finite numbers; others are written as null. The shortest digits that give the number back.
    case number(Double)
    /// A text, not quoted.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Keys and values, in order.
    case object([Member])

    /// One key and its value.
    package struct Member: Sendable, Hashable {
        /// The key, not yet quoted.
        package var key: String
        /// What stands under the key.
        package var value: JSONValue

        /// A member from its parts.
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// An object from pairs, in order.
    package static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(pairs.map { Member(key: $0.key, value: $0.value) })
    }

    package static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    package static func optional(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }
    package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// Reads a document; see `JSONParser` for what is taken.
    ///
    /// - Throws: what is wrong, with line and column.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    /// The document as text: two spaces per level, lists and objects on one line where short.
    package var text: String {
        var text = JSONText()
        text.add(self, indent: 0)
        return String(decoding: text.bytes, as: UTF8.self) + "\n"
    }

    /// What stands under a key of an object; nil where this is no object, or has no such key.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}
