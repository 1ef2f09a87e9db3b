/// What was found of one class in one zone: an entry of `classes` of a zone in coverage.json.
public struct ZoneClassResult: Sendable, Hashable {
    /// Value of the class in mask.tif.
    public let value: Int
    /// Name of the class.
    public let name: String
    /// Pixels, each weighed by the zone's share of it.
    public let pixels: Double
    /// In m2 on the ellipsoid; nil where the raster has no areas, or where that of some pixel is not known.
    public let area: Double?
    /// Of the zone's valid area (of valid pixels where there are no areas); nil where nothing is valid.
    public let percentOfValid: Double?
    /// Of the whole zone, what lies beyond the raster included; nil where nothing is valid, or where the zone's area is
    /// not known.
    public let percentOfZone: Double?

    package init(
        value: Int, name: String, pixels: Double, area: Double?, percentOfValid: Double?, percentOfZone: Double?
    ) {
        self.value = value
        self.name = name
        self.pixels = pixels
        self.area = area
        self.percentOfValid = percentOfValid
        self.percentOfZone = percentOfZone
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        value = try fields.integer("value")
        name = try fields.text("name")
        pixels = try fields.number("pixels")
        area = try fields.optionalNumber("area_m2")
        percentOfValid = try fields.optionalNumber("percent_of_valid")
        percentOfZone = try fields.optionalNumber("percent_of_zone")
    }

    var json: JSONValue {
        .members([
            "value": .integer(value), "name": .string(name), "pixels": .number(pixels), "area_m2": .optional(area),
            "percent_of_valid": .optional(percentOfValid), "percent_of_zone": .optional(percentOfZone),
        ])
    }
}
