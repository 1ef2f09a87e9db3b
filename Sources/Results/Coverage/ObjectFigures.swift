/// Objects of the raster, a zone, or all zones together: `objects` of a zone in coverage.json.
public struct ObjectFigures: Sendable, Hashable {
    /// How many.
    public let count: Int
    /// How many per hectare of what was judged; nil where it has no area.
    public let perHectare: Double?
    /// What sizes are.
    public let sizeUnit: ObjectSizes.Unit
    /// nil where there are no objects.
    public let sizes: ObjectSizes?

    package init(count: Int, perHectare: Double?, sizeUnit: ObjectSizes.Unit, sizes: ObjectSizes?) {
        self.count = count
        self.perHectare = perHectare
        self.sizeUnit = sizeUnit
        self.sizes = sizes
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        count = try fields.integer("count")
        perHectare = try fields.optionalNumber("per_hectare")
        sizeUnit = json[ObjectSizes.Unit.area.rawValue] == nil ? .pixels : .area
        sizes = try fields.optional(sizeUnit.rawValue, ObjectSizes.init(json:))
    }

    var members: [JSONValue.Member] {
        [
            .init(key: "count", value: .integer(count)), .init(key: "per_hectare", value: .optional(perHectare)),
            .init(key: sizeUnit.rawValue, value: sizes?.json ?? .null),
        ]
    }
}
