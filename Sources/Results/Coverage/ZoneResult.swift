/// What was found in one zone: an entry of `zones` in coverage.json, rows of coverage.csv, columns of zones.gpkg.
public struct ZoneResult: Sendable, Hashable {
    /// What the user calls the zone.
    public let id: String
    /// Why there is nothing to say of it; nil where there is.
    public let problem: String?
    /// Pixels, each weighed by the zone's share of it.
    public let pixels: CoverageTotals<Double>
    /// In m2 on the ellipsoid; nil where the raster has no areas, or where that of some pixel is not known.
    public let areas: CoverageTotals<Double?>
    /// Area of the zone's polygons in m2, measured without pixels; nil where it is not known.
    public let polygonArea: Double?
    /// In the order of the catalog.
    public let classes: [ZoneClassResult]
    /// In the order of the catalog.
    public let ratios: [RatioResult]
    /// What was counted in it; nil where nothing was.
    public let objects: ObjectFigures?

    package init(
        id: String, problem: String?, pixels: CoverageTotals<Double>, areas: CoverageTotals<Double?>,
        polygonArea: Double?, classes: [ZoneClassResult], ratios: [RatioResult], objects: ObjectFigures?
    ) {
        self.id = id
        self.problem = problem
        self.pixels = pixels
        self.areas = areas
        self.polygonArea = polygonArea
        self.classes = classes
        self.ratios = ratios
        self.objects = objects
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        id = try fields.text("id")
        problem = try fields.optionalText("problem")
        pixels = try fields.value("pixels") { json throws(JSONError) in
            try CoverageTotals(JSONFields(json)) { fields, key throws(JSONError) in try fields.number(key) }
        }
        (areas, polygonArea) = try fields.value("area_m2") { json throws(JSONError) in
            let fields = try JSONFields(json)
            let areas = try CoverageTotals(fields) { fields, key throws(JSONError) in try fields.optionalNumber(key) }
            return (areas, try fields.optionalNumber("polygon"))
        }
        classes = try fields.list("classes", ZoneClassResult.init(json:))
        ratios = try fields.list("ratios", RatioResult.init(json:))
        objects = try fields.optional("objects", ObjectFigures.init(json:))
    }

    /// Share 0...1 of the zone that was judged; nil where the zone is empty.
    public var validShare: Double? { pixels.total > 0 ? pixels.valid / pixels.total : nil }

    /// The entry of `zones` in coverage.json.
    package var json: JSONValue {
        .members([
            "id": .string(id), "problem": .optional(problem), "pixels": .object(pixels.members { .number($0) }),
            "area_m2": .object(
                areas.members(JSONValue.optional) + [.init(key: "polygon", value: .optional(polygonArea))]),
            "classes": .array(classes.map(\.json)), "ratios": .array(ratios.map(\.json)),
            "objects": objects.map { .object($0.members) } ?? .null,
        ])
    }
}
