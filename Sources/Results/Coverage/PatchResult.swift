/// The patches of one class over the raster: `patches` of a class in coverage.json.
public struct PatchResult: Sendable, Hashable {
    /// Sizes of patches in one unit.
    public struct Sizes: Sendable, Hashable {
        /// Over all patches.
        public let mean: Double
        /// Of the patch in the middle; of an even number of patches the mean of two.
        public let median: Double
        /// Of the largest patch.
        public let largest: Double

        package init(mean: Double, median: Double, largest: Double) {
            self.mean = mean
            self.median = median
            self.largest = largest
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            mean = try fields.number("mean")
            median = try fields.number("median")
            largest = try fields.number("largest")
        }

        var json: JSONValue {
            .members(["mean": .number(mean), "median": .number(median), "largest": .number(largest)])
        }
    }

    /// How many.
    public let count: Int
    /// 8 where pixels that share a corner are of one patch, 4 where they must share a side.
    public let neighbours: Int
    /// How many per hectare of what was judged; nil where it has no area.
    public let perHectare: Double?
    /// nil where there are no patches.
    public let pixels: Sizes?
    /// In m2; nil where there are no patches, or no areas.
    public let area: Sizes?
    /// Area of the largest patch in percent of what was judged (pixels where there are no areas); nil where nothing was.
    public let largestPercentOfValid: Double?
    /// Sides of pixels between the class and another one.
    public let edgeSides: Int
    /// Length of these sides in metres, by the size of the raster's middle pixel; nil where that is not known.
    public let edge: Double?
    /// Metres of edge per hectare of what was judged; nil where either is not known.
    public let edgePerHectare: Double?

    package init(
        count: Int, neighbours: Int, perHectare: Double?, pixels: Sizes?, area: Sizes?, largestPercentOfValid: Double?,
        edgeSides: Int, edge: Double?, edgePerHectare: Double?
    ) {
        self.count = count
        self.neighbours = neighbours
        self.perHectare = perHectare
        self.pixels = pixels
        self.area = area
        self.largestPercentOfValid = largestPercentOfValid
        self.edgeSides = edgeSides
        self.edge = edge
        self.edgePerHectare = edgePerHectare
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        count = try fields.integer("count")
        neighbours = try fields.integer("neighbours")
        perHectare = try fields.optionalNumber("per_hectare")
        pixels = try fields.optional("pixels", Sizes.init(json:))
        area = try fields.optional("area_m2", Sizes.init(json:))
        largestPercentOfValid = try fields.optionalNumber("largest_percent_of_valid")
        edgeSides = try fields.integer("edge_sides")
        edge = try fields.optionalNumber("edge_m")
        edgePerHectare = try fields.optionalNumber("edge_m_per_hectare")
    }

    var json: JSONValue {
        .members([
            "count": .integer(count), "neighbours": .integer(neighbours), "per_hectare": .optional(perHectare),
            "pixels": pixels?.json ?? .null, "area_m2": area?.json ?? .null,
            "largest_percent_of_valid": .optional(largestPercentOfValid), "edge_sides": .integer(edgeSides),
            "edge_m": .optional(edge), "edge_m_per_hectare": .optional(edgePerHectare),
        ])
    }
}
