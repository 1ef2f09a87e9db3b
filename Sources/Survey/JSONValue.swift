/// A JSON document whose keys keep their order, so that files read in the order of the design and equal runs give
/// equal bytes.
public indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Finite numbers; others are written as null. The shortest digits that give the number back.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One key and its value.
    public struct Member: Sendable, Hashable {
        /// The key, not yet quoted.
        public var key: String
        /// What stands under the key.
        public var value: JSONValue
    }

    /// An object from pairs, in order.
    public static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(pairs.map { Member(key: $0.key, value: $0.value) })
    }

    static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The document as text: two spaces per level, lists and objects of plain values on one line where short.
    public var text: String { render(indent: 0) + "\n" }

    private func render(indent: Int) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return value.isFinite ? Self.digits(value) : "null"
        case .string(let value): return Self.quote(value)
        case .array(let items):
            return Self.wrap("[", items.map { $0.render(indent: indent + 1) }, "]", indent: indent)
        case .object(let members):
            let lines = members.map { Self.quote($0.key) + ": " + $0.value.render(indent: indent + 1) }
            return Self.wrap("{", lines, "}", indent: indent)
        }
    }

    private static func wrap(_ open: String, _ parts: [String], _ close: String, indent: Int) -> String {
        if parts.isEmpty { return open + close }
        // Bytes, not characters: documents with thousands of zones are long.
        let length = parts.reduce(open.utf8.count + close.utf8.count - 2) { $0 + $1.utf8.count + 2 }
        if length + 2 * indent <= 110, !parts.contains(where: { $0.utf8.contains(UInt8(ascii: "\n")) }) {
            return open + parts.joined(separator: ", ") + close
        }
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        return open + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
    }

    /// Swift writes 1e-05 and 5e+20, which JSON allows.
    private static func digits(_ value: Double) -> String { value == 0 ? "0.0" : value.description }

    private static func quote(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain { return "\"" + text + "\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
