/// What a survey found for one catalog: coverage.json as a value.
public struct CoverageResult: Sendable, Hashable {
    /// What this version writes and reads.
    public static let schema = "quadrat/coverage/1"

    /// Name of the raster's file.
    public let raster: String
    /// Name of the catalog.
    public let catalog: String
    /// True where a reference sample has been compared with the mask.
    public let isValidated: Bool
    /// Numbers of pixels.
    public let pixels: CoverageTotals<Int>
    /// In m2 on the ellipsoid; nil where the raster has no areas, or where that of some pixel is not known.
    public let areas: CoverageTotals<Double?>
    /// Area of all pixels in the plane of the CRS, in m2; nil where the CRS has no lengths.
    public let planarTotal: Double?
    /// In the order of the catalog.
    public let classes: [ClassResult]
    /// In the order of the catalog.
    public let ratios: [RatioResult]
    /// What makes the numbers doubtful, in the order of the codes.
    public let cautions: [CautionResult]
    /// Thresholds of the catalog as they came out, in its order.
    public let thresholds: [ThresholdResult]
    /// In the order of their file.
    public let zones: [ZoneResult]
    /// All zones together, what they share counted once; nil where there are fewer than two.
    public let zonesUnion: ZoneResult?
    /// The objects that were counted; nil where none were.
    public let objects: ObjectResult?

    package init(
        raster: String, catalog: String, isValidated: Bool, pixels: CoverageTotals<Int>,
        areas: CoverageTotals<Double?>, planarTotal: Double?, classes: [ClassResult], ratios: [RatioResult],
        cautions: [CautionResult], thresholds: [ThresholdResult], zones: [ZoneResult], zonesUnion: ZoneResult?,
        objects: ObjectResult?
    ) {
        self.raster = raster
        self.catalog = catalog
        self.isValidated = isValidated
        self.pixels = pixels
        self.areas = areas
        self.planarTotal = planarTotal
        self.classes = classes
        self.ratios = ratios
        self.cautions = cautions
        self.thresholds = thresholds
        self.zones = zones
        self.zonesUnion = zonesUnion
        self.objects = objects
    }

    /// Reads what `json` gives; keys that this version does not know are left out.
    ///
    /// - Throws: what is missing or of another kind, and where.
    package init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        try fields.check(schema: Self.schema)
        raster = try fields.text("raster")
        catalog = try fields.text("catalog")
        isValidated = try fields.bool("validated")
        pixels = try fields.value("pixels") { json throws(JSONError) in
            try CoverageTotals(JSONFields(json)) { fields, key throws(JSONError) in try fields.integer(key) }
        }
        (areas, planarTotal) = try fields.value("area_m2") { json throws(JSONError) in
            let fields = try JSONFields(json)
            let areas = try CoverageTotals(fields) { fields, key throws(JSONError) in try fields.optionalNumber(key) }
            return (areas, try fields.optionalNumber("planar_total"))
        }
        classes = try fields.list("classes", ClassResult.init(json:))
        ratios = try fields.list("ratios", RatioResult.init(json:))
        cautions = try fields.list("cautions", CautionResult.init(json:))
        thresholds = try fields.list("thresholds", ThresholdResult.init(json:))
        zones = try fields.list("zones", ZoneResult.init(json:))
        zonesUnion = try fields.optional("zones_union", ZoneResult.init(json:))
        objects = try fields.optional("objects", ObjectResult.init(json:))
    }

    /// The document. Of ten thousand zones it takes 70 MB; `write(to:)` does without it.
    package var json: JSONValue { json(zones: zones.map(\.json)) }

    /// Writes the text of `json` zone by zone.
    ///
    /// - Parameter sink: takes pieces of the text, in UTF-8.
    public func write(to sink: ([UInt8]) throws -> Void) throws {
        guard case .object(let members) = json(zones: []) else { return }
        try JSONText.write(members, key: "zones", count: zones.count, item: { zones[$0].json }, to: sink)
    }

    private func json(zones: [JSONValue]) -> JSONValue {
        .members([
            "schema": .string(Self.schema), "raster": .string(raster), "catalog": .string(catalog),
            "validated": .bool(isValidated), "pixels": .object(pixels.members { .integer($0) }),
            "area_m2": .object(
                areas.members(JSONValue.optional) + [.init(key: "planar_total", value: .optional(planarTotal))]),
            "classes": .array(classes.map(\.json)), "ratios": .array(ratios.map(\.json)),
            "cautions": .array(cautions.map(\.json)), "thresholds": .array(thresholds.map(\.json)),
            "zones": .array(zones), "zones_union": zonesUnion?.json ?? .null, "objects": objects?.json ?? .null,
        ])
    }
}
