/// Writes a JSON document as bytes: two spaces per level, lists and objects on one line where they fit.
struct JSONText {
    /// Bytes that a list or an object on one line may reach, its indentation included.
    private static let widest = 110

    private(set) var bytes: [UInt8] = []

    /// Adds a value whose first line stands at a level.
    mutating func add(_ value: JSONValue, indent: Int) {
        let start = bytes.count
        if addInline(value, end: start + Self.widest - 2 * indent) { return }
        bytes.removeLast(bytes.count - start)
        switch value {
        case .array(let items):
            addLines("[", items, "]", indent: indent) { text, item in text.add(item, indent: indent + 1) }
        case .object(let members):
            addLines("{", members, "}", indent: indent) { text, member in
                text.add(key: member.key)
                text.add(member.value, indent: indent + 1)
            }
        case .null, .bool, .integer, .number, .string: addPlain(value)
        }
    }

    /// Writes an object of the first level whose list under one key is made item by item, so that neither the document nor
    /// its text is ever held as a whole.
    ///
    /// - Parameters:
    ///   - members: what the object holds; under `key` an empty list.
    ///   - count: items of that list.
    ///   - item: makes one of them.
    ///   - sink: takes pieces of the text as they become large, and the last one.
    static func write(
        _ members: [JSONValue.Member], key: String, count: Int, item: (Int) -> JSONValue,
        to sink: ([UInt8]) throws -> Void
    ) throws {
        var text = JSONText()
        for (place, member) in members.enumerated() {
            text.add(place == 0 ? "{\n  " : ",\n  ")
            text.add(key: member.key)
            guard member.key == key, count > 0 else {
                text.add(member.value, indent: 1)
                continue
            }
            for index in 0..<count {
                text.add(index == 0 ? "[\n    " : ",\n    ")
                text.add(item(index), indent: 2)
                try text.deliver(to: sink, beyond: 1 << 16)
            }
            text.add("\n  ]")
        }
        text.add("\n}\n")
        try text.deliver(to: sink, beyond: 0)
    }

    private mutating func deliver(to sink: ([UInt8]) throws -> Void, beyond size: Int) throws {
        guard bytes.count > size else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func addLines<Item>(
        _ open: String, _ items: [Item], _ close: String, indent: Int, _ addItem: (inout JSONText, Item) -> Void
    ) {
        add(open)
        for (place, item) in items.enumerated() {
            add(place == 0 ? "\n" : ",\n")
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent + 2))
            addItem(&self, item)
        }
        if !items.isEmpty {
            add("\n")
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
        }
        add(close)
    }

    /// Adds a value on one line; false where that goes beyond `end`, with some of it added. Empty lists and objects and
    /// plain values always fit.
    private mutating func addInline(_ value: JSONValue, end: Int) -> Bool {
        switch value {
        case .null, .bool, .integer, .number, .string: addPlain(value)
        case .array(let items):
            guard !items.isEmpty else { return fits("[]", end) }
            for (place, item) in items.enumerated() {
                add(place == 0 ? "[" : ", ")
                guard addInline(item, end: end - 1) else { return false }
            }
            add("]")
        case .object(let members):
            guard !members.isEmpty else { return fits("{}", end) }
            for (place, member) in members.enumerated() {
                add(place == 0 ? "{" : ", ")
                add(key: member.key)
                guard addInline(member.value, end: end - 1) else { return false }
            }
            add("}")
        }
        return bytes.count <= end
    }

    private mutating func fits(_ text: String, _ end: Int) -> Bool {
        add(text)
        return bytes.count <= end
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func add(key: String) {
        addQuoted(key)
        add(": ")
    }

    private mutating func addPlain(_ value: JSONValue) {
        switch value {
        case .bool(let value): add(value ? "true" : "false")
        case .integer(let value): add(String(value))
        // Swift writes 1e-05 and 5e+20, which JSON allows.
        case .number(let value) where value.isFinite: add(value == 0 ? "0.0" : value.description)
        case .string(let value): addQuoted(value)
        case .null, .number, .array, .object: add("null")
        }
    }

    private mutating func addQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): add("\\\"")
            case UInt8(ascii: "\\"): add("\\\\")
            case UInt8(ascii: "\n"): add("\\n")
            case UInt8(ascii: "\t"): add("\\t")
            case UInt8(ascii: "\r"): add("\\r")
            case 0..<0x20: add(byte < 0x10 ? "\\u000\(String(byte, radix: 16))" : "\\u00\(String(byte, radix: 16))")
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
