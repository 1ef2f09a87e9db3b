/// What a person said of nodata, and what files declare that therefore did not hold.
public struct RunNodata: Sendable, Hashable {
    /// What a file declares and the person overruled.
    public struct Overruled: Sendable, Hashable {
        /// The file as it was named.
        public let path: String
        /// In words, one for each declaration.
        public let declared: [String]

        package init(path: String, declared: [String]) {
            self.path = path
            self.declared = declared
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            path = try fields.text("path")
            declared = try fields.list("declared", String.init(json:))
        }

        var json: JSONValue {
            .members(["path": .string(path), "declared": .array(declared.map { .string($0) })])
        }
    }

    /// The numbers as they were given, with commas between them.
    public let values: String
    /// In the order of the files; empty where none declares anything else.
    public let overruled: [Overruled]

    package init(values: String, overruled: [Overruled]) {
        self.values = values
        self.overruled = overruled
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        values = try fields.text("values")
        overruled = try fields.list("overrules", Overruled.init(json:))
    }

    var json: JSONValue {
        .members([
            "option": .string("--nodata"), "values": .string(values),
            "overrules": .array(overruled.map(\.json)),
        ])
    }
}
