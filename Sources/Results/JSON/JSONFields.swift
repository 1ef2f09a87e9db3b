/// The members of an object by name and kind. What is not asked for is left alone: later versions may write more.
struct JSONFields {
    private let json: JSONValue

    /// - Throws: where the document is no object.
    init(_ json: JSONValue) throws(JSONError) {
        guard case .object = json else { throw JSONError("is no object") }
        self.json = json
    }

    func integer(_ key: String) throws(JSONError) -> Int { try value(key, Int.init(json:)) }
    func number(_ key: String) throws(JSONError) -> Double { try value(key, Double.init(json:)) }
    func text(_ key: String) throws(JSONError) -> String { try value(key, String.init(json:)) }
    func bool(_ key: String) throws(JSONError) -> Bool { try value(key, Bool.init(json:)) }

    /// nil for null, and where there is no such key.
    func optionalInteger(_ key: String) throws(JSONError) -> Int? { try optional(key, Int.init(json:)) }
    func optionalNumber(_ key: String) throws(JSONError) -> Double? { try optional(key, Double.init(json:)) }
    func optionalText(_ key: String) throws(JSONError) -> String? { try optional(key, String.init(json:)) }

    /// What stands under a key, as a value of some kind.
    func value<Value>(
        _ key: String, _ read: (JSONValue) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard let member = json[key] else { throw JSONError("is missing", at: key) }
        do { return try read(member) } catch { throw error.inside(key) }
    }

    /// The same; nil for null, and where there is no such key.
    func optional<Value>(
        _ key: String, _ read: (JSONValue) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
        guard let member = json[key], member != .null else { return nil }
        do { return try read(member) } catch { throw error.inside(key) }
    }

    /// The items of a list under a key.
    func list<Value>(
        _ key: String, _ read: (JSONValue) throws(JSONError) -> Value
    ) throws(JSONError) -> [Value] {
        guard let member = json[key] else { throw JSONError("is missing", at: key) }
        do { return try member.items(read) } catch { throw error.inside(key) }
    }

    /// Keys and values of an object under a key, in order.
    func members<Value>(
        _ key: String, _ read: (JSONValue) throws(JSONError) -> Value
    ) throws(JSONError) -> [(key: String, value: Value)] {
        guard let member = json[key] else { throw JSONError("is missing", at: key) }
        guard case .object(let members) = member else { throw JSONError("is no object", at: key) }
        var values: [(key: String, value: Value)] = []
        for member in members {
            do { values.append((member.key, try read(member.value))) } catch {
                throw error.inside(member.key).inside(key)
            }
        }
        return values
    }

    /// Refuses a document of another kind, or one that a later version has written.
    ///
    /// - Parameter schema: for example "quadrat/run/1".
    func check(schema: String) throws(JSONError) {
        let found = try text("schema")
        guard found != schema else { return }
        let family = schema.prefix { $0 != "1" }
        guard found.hasPrefix(family), let number = Int(found.dropFirst(family.count)), number > 1 else {
            throw JSONError("is '\(found)', not '\(schema)'", at: "schema")
        }
        throw JSONError(
            "is '\(found)', which a later version of quadrat has written: read it with that one", at: "schema",
            isOfLaterVersion: true)
    }
}

extension JSONValue {
    /// The items of a list, each as a value of some kind.
    func items<Value>(_ read: (JSONValue) throws(JSONError) -> Value) throws(JSONError) -> [Value] {
        guard case .array(let items) = self else { throw JSONError("is no list") }
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            do { values.append(try read(item)) } catch { throw error.inside("[\(index)]") }
        }
        return values
    }
}

extension Int {
    init(json: JSONValue) throws(JSONError) {
        guard case .integer(let number) = json else { throw JSONError("is no whole number") }
        self = number
    }
}

extension Double {
    init(json: JSONValue) throws(JSONError) {
        switch json {
        case .integer(let number): self = Double(number)
        case .number(let number): self = number
        case .null, .bool, .string, .array, .object: throw JSONError("is no number")
        }
    }
}

extension String {
    init(json: JSONValue) throws(JSONError) {
        guard case .string(let text) = json else { throw JSONError("is no text") }
        self = text
    }
}

extension Bool {
    init(json: JSONValue) throws(JSONError) {
        guard case .bool(let value) = json else { throw JSONError("is neither true nor false") }
        self = value
    }
}
