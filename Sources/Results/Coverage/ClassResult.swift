/// What was found of one class over the raster: an entry of `classes` in coverage.json.
public struct ClassResult: Sendable, Hashable {
    /// Value of the class in mask.tif.
    public let value: Int
    /// Name of the class.
    public let name: String
    /// Number of pixels.
    public let pixels: Int
    /// In m2 on the ellipsoid; nil where the raster has no areas, or where that of some pixel is not known.
    public let area: Double?
    /// Of the valid area (of valid pixels where there are no areas); nil where nothing is valid.
    public let percentOfValid: Double?
    /// The patches of the class; nil where they were not counted.
    public let patches: PatchResult?

    package init(
        value: Int, name: String, pixels: Int, area: Double?, percentOfValid: Double?, patches: PatchResult?
    ) {
        self.value = value
        self.name = name
        self.pixels = pixels
        self.area = area
        self.percentOfValid = percentOfValid
        self.patches = patches
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        value = try fields.integer("value")
        name = try fields.text("name")
        pixels = try fields.integer("pixels")
        area = try fields.optionalNumber("area_m2")
        percentOfValid = try fields.optionalNumber("percent_of_valid")
        patches = try fields.optional("patches", PatchResult.init(json:))
    }

    var json: JSONValue {
        .object(
            [
                .init(key: "value", value: .integer(value)), .init(key: "name", value: .string(name)),
                .init(key: "pixels", value: .integer(pixels)), .init(key: "area_m2", value: .optional(area)),
                .init(key: "percent_of_valid", value: .optional(percentOfValid)),
            ] + (patches.map { [JSONValue.Member(key: "patches", value: $0.json)] } ?? []))
    }
}
