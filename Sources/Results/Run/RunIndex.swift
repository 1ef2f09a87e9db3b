/// A spectral index that a catalog uses.
public struct RunIndex: Sendable, Hashable {
    /// For example "NDVI".
    public let name: String
    /// In symbols of bands.
    public let formula: String
    /// Who published it.
    public let source: String

    package init(name: String, formula: String, source: String) {
        self.name = name
        self.formula = formula
        self.source = source
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        formula = try fields.text("formula")
        source = try fields.text("source")
    }

    var json: JSONValue {
        .members(["name": .string(name), "formula": .string(formula), "source": .string(source)])
    }
}
