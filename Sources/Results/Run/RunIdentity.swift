/// What the results of a run follow from: equal identities give the same bytes, whatever threads, memory and tiles.
public struct RunIdentity: Sendable, Hashable {
    /// One thing that results follow from.
    public struct Part: Sendable, Hashable {
        /// For example "raster", "catalog", "--nodata".
        public let name: String
        /// What it was: digest of a content, or what was given.
        public let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All of them, in a fixed order.
    public let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// Names of the parts in which another run differs, in order; empty where it would give the same results.
    package func differences(from other: RunIdentity) -> [String] {
        let names = parts.map(\.name) + other.parts.map(\.name)
        var seen: Set<String> = []
        return names.filter { name in
            guard seen.insert(name).inserted else { return false }
            let mine = parts.first { $0.name == name }
            return mine != other.parts.first { $0.name == name }
        }
    }

    package init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(.members(["identity": json]))
        parts = try fields.members("identity", String.init(json:)).map { Part($0.key, $0.value) }
    }

    package var json: JSONValue { .object(parts.map { .init(key: $0.name, value: .string($0.value)) }) }
}
