/// What was counted over the raster: `objects` in coverage.json.
public struct ObjectResult: Sendable, Hashable {
    /// Objects of one class, or of several that are counted as one.
    public struct ClassCount: Sendable, Hashable {
        /// Name of the class, or of the classes with + between them.
        public let name: String
        /// How many.
        public let count: Int

        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            name = try fields.text("name")
            count = try fields.integer("count")
        }

        var json: JSONValue { .members(["name": .string(name), "count": .integer(count)]) }
    }

    /// Where objects lie with regard to the zones.
    public struct ByZone: Sendable, Hashable {
        /// In at least one zone.
        public let inside: Int
        /// In no zone.
        public let outside: Int
        /// In more than one, each of which counts them.
        public let inSeveral: Int

        package init(inside: Int, outside: Int, inSeveral: Int) {
            self.inside = inside
            self.outside = outside
            self.inSeveral = inSeveral
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            inside = try fields.integer("inside")
            outside = try fields.integer("outside")
            inSeveral = try fields.integer("in_several")
        }

        var json: JSONValue {
            .members([
                "inside": .integer(inside), "outside": .integer(outside), "in_several": .integer(inSeveral),
            ])
        }
    }

    /// All of them.
    public let all: ObjectFigures
    /// By what the catalog counts.
    public let classes: [ClassCount]
    /// How things that touch are parted: "components", not at all.
    public let split: String
    /// 8 where pixels that share a corner are of one object, 4 where they must share a side.
    public let neighbours: Int
    /// The smallest size that the catalog counts, as it is written there; nil where it counts all.
    public let minArea: String?
    /// Objects at the raster's edge, which may go on beyond.
    public let touchingEdge: Int
    /// Objects whose outlines were left out.
    public let withoutOutline: Int
    /// nil without zones.
    public let byZone: ByZone?

    package init(
        all: ObjectFigures, classes: [ClassCount], split: String, neighbours: Int, minArea: String?, touchingEdge: Int,
        withoutOutline: Int, byZone: ByZone?
    ) {
        self.all = all
        self.classes = classes
        self.split = split
        self.neighbours = neighbours
        self.minArea = minArea
        self.touchingEdge = touchingEdge
        self.withoutOutline = withoutOutline
        self.byZone = byZone
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        all = try ObjectFigures(json: json)
        classes = try fields.list("classes", ClassCount.init(json:))
        split = try fields.text("split")
        neighbours = try fields.integer("neighbours")
        minArea = try fields.optionalText("min_area")
        touchingEdge = try fields.integer("touching_edge")
        withoutOutline = try fields.integer("without_outline")
        byZone = try fields.optional("by_zone", ByZone.init(json:))
    }

    var json: JSONValue {
        .object(
            all.members + [
                .init(key: "classes", value: .array(classes.map(\.json))),
                .init(key: "split", value: .string(split)), .init(key: "neighbours", value: .integer(neighbours)),
                .init(key: "min_area", value: .optional(minArea)),
                .init(key: "touching_edge", value: .integer(touchingEdge)),
                .init(key: "without_outline", value: .integer(withoutOutline)),
                .init(key: "by_zone", value: byZone?.json ?? .null),
            ])
    }
}
