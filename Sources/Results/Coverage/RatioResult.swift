/// The value of one ratio of the catalog: an entry of `ratios` in coverage.json.
public struct RatioResult: Sendable, Hashable {
    /// Name of the ratio.
    public let name: String
    /// Ratio of areas, of pixels where the raster has none; nil where the denominator is empty, or an area is not known.
    public let percent: Double?

    package init(name: String, percent: Double?) {
        self.name = name
        self.percent = percent
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        percent = try fields.optionalNumber("percent")
    }

    var json: JSONValue { .members(["name": .string(name), "percent": .optional(percent)]) }
}
