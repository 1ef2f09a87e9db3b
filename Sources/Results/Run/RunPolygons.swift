/// Polygons that a run has read: zones, or an area of interest.
public struct RunPolygons: Sendable, Hashable {
    /// A layer of the zones' file.
    public struct Layer: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// How many zones it gave.
        public let zones: Int
        /// The column that names them; nil: numbers do.
        public let idField: String?
        /// Why this column.
        public let because: String

        package init(name: String, zones: Int, idField: String?, because: String) {
            self.name = name
            self.zones = zones
            self.idField = idField
            self.because = because
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            name = try fields.text("name")
            zones = try fields.integer("zones")
            idField = try fields.optionalText("id_field")
            because = try fields.text("because")
        }

        var json: JSONValue {
            .members([
                "name": .string(name), "zones": .integer(zones), "id_field": .optional(idField),
                "because": .string(because),
            ])
        }
    }

    /// As it was named.
    public let path: String
    /// nil where it is no plain file.
    public let sha256: String?
    /// nil of an area of interest.
    public let layers: [Layer]?

    package init(path: String, sha256: String?, layers: [Layer]?) {
        self.path = path
        self.sha256 = sha256
        self.layers = layers
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        path = try fields.text("path")
        sha256 = try fields.optionalText("sha256")
        layers = try fields.optional("layers") { json throws(JSONError) in try json.items(Layer.init(json:)) }
    }

    var json: JSONValue {
        .object(
            [.init(key: "path", value: .string(path)), .init(key: "sha256", value: .optional(sha256))]
                + (layers.map { [.init(key: "layers", value: .array($0.map(\.json)))] } ?? []))
    }
}
