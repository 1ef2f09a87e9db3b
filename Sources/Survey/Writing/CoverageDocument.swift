import Catalog
import Coverage
import Foundation
import Instances
import RasterIO
import RasterModel

/// What a survey found: the table behind `coverage.json`, `coverage.csv` and the terminal's table.
package struct CoverageDocument: Sendable {
    /// One row of the table: a class, or one of the parts of the raster that belong to no class.
    package struct Row: Sendable, Hashable {
        /// The class, or the part: "valid", "nodata", "unobserved", "outside", "total".
        package var name: String
        /// Number of pixels.
        package var pixels: Int
        /// In m2 on the ellipsoid; nil where the raster has no areas.
        package var area: Double?
        /// nil for parts that are not valid, and where nothing is.
        package var percentOfValid: Double?
        /// Of a class, where objects were counted.
        package var patches: PatchDocument?
    }

    /// Name of the raster's file.
    package let raster: String
    /// Name of the catalog.
    package let catalog: String
    /// Title of the catalog; nil where it has none.
    package let title: String?
    /// Width of the raster in pixels.
    package let width: Int
    /// Height of the raster in pixels.
    package let height: Int
    /// How areas were found; nil where there are none.
    package let areaMethod: String?
    /// What limits the figures, one line each.
    package let warnings: [String]
    /// What makes the numbers doubtful, in the order of the codes.
    package let cautions: [Caution]
    /// Thresholds of the catalog as they came out, in its order.
    package let thresholds: [ThresholdOutcome]
    /// What was found in each zone, in the order of their file.
    package let zones: [ZoneDocument]
    /// What was found in all zones together, what they share counted once; nil where there are fewer than two.
    package let zonesUnion: ZoneDocument?
    /// The objects that were counted; nil where none were.
    package let objects: ObjectDocument?
    /// What counting patches and objects took; nil where nothing was counted.
    package let counting: CountingCost?
    /// In codes; `maskValues` gives the class values.
    private let table: CoverageTable
    private let maskValues: [UInt8]
    /// By mask code; empty where nothing was counted.
    private let patches: [UInt8: PatchDocument]

    init(
        plan: SurveyPlan, catalog details: CatalogPlan, collector: MaskCollector, thresholds: [ThresholdOutcome],
        instances: InstancePass.Outcome? = nil
    ) {
        let (tally, tallied) = (collector.tally, collector.zones)
        self.thresholds = thresholds
        raster = (plan.request.raster as NSString).lastPathComponent
        catalog = details.catalog.name
        title = details.catalog.title
        width = plan.source.grid.size.width
        height = plan.source.grid.size.height
        let areas = plan.areas
        areaMethod = areas?.method
        let domain = Self.unknownAreas(tally, of: details, crs: plan.source.grid.crs?.name ?? "unnamed")
        let codes = details.classCodes
        maskValues = codes.maskValues
        let parts = Self.parts(of: details)
        table = CoverageTable(
            tally: tally, classes: parts.classes, ratios: parts.ratios, areas: areas)
        let judgedArea = table.areas.flatMap(\.valid)
        patches = Self.patches(instances?.patches, of: parts.classes, table, details.pixelSize)
        counting = instances.map { CountingCost(seconds: $0.seconds, addedBytes: $0.addedBytes) }
        let counted = instances?.totals.flatMap { totals in
            details.objects.map {
                ObjectDocument(totals, $0, judgedArea: judgedArea, hasZones: plan.zones != nil)
            }
        }
        objects = counted
        let valid = counted?.sizeUnit == "pixels" ? Double(table.pixels.valid) : judgedArea
        let review = CautionReview(
            details, thresholds: thresholds, collector: collector,
            objects: counted.flatMap { ObjectReview(figures: $0.all, valid: valid).caution },
            givesNodata: plan.request.nodata != nil)
        cautions = review.cautions
        warnings = domain + review.warnings
        var documents: [ZoneDocument] = []
        if let zones = plan.zones, let tallied = tallied.map(zones.complete) {
            let names = zones.zones.map { ($0.id, $0.problem) } + (zones.union == nil ? [] : [("(union)", nil)])
            documents = zip(names.indices, names).map { index, name in
                let coverage = ZoneCoverage(
                    tally: tallied, zone: index, measure: zones.measures[index], classes: parts.classes,
                    ratios: parts.ratios, hasAreas: areas != nil)
                return ZoneDocument(
                    id: name.0, problem: name.1,
                    objects: counted?.zone(index, judgedArea: coverage.areas.flatMap(\.valid)),
                    sizeUnit: counted?.sizeUnit ?? "", coverage: coverage,
                    values: details.catalog.classes.map(\.value))
            }
        }
        zonesUnion = plan.zones?.union.map { documents[$0] }
        zones = plan.zones?.union.map { Array(documents[..<$0]) } ?? documents
    }

    /// Says which sums have no area because a pixel in them has none.
    private static func unknownAreas(_ tally: AreaTally, of details: CatalogPlan, crs: String) -> [String] {
        guard tally.areaUnknown > 0 else { return [] }
        let classes = details.classCodes
        let names = details.catalog.classes.filter { tally.areaUnknown(classes.code(of: $0.value)) > 0 }.map(\.name)
        let parts = [
            ("nodata", MaskCode.nodata), ("unobserved", MaskCode.unobserved), ("outside", MaskCode.outside),
        ].filter { tally.areaUnknown($0.1) > 0 }.map(\.0)
        let sums = names + (names.isEmpty ? [] : ["valid"]) + parts + ["total"]
        return [
            "\(tally.areaUnknown) pixels lie outside the domain of the raster's CRS (\(crs)), or at its very edge: they have no area, "
                + "and so \(sums.joined(separator: ", ")) \(sums.count == 1 ? "has" : "have") none; all others are exact"
                + (names.isEmpty ? "" : " (nodata there, or --within, would give the classes theirs)")
        ]
    }

    /// The patches of every class; empty where nothing was counted.
    private static func patches(
        _ census: PatchCensus?, of classes: [CoverageClass], _ table: CoverageTable, _ pixelSize: GroundPixelSize?
    ) -> [UInt8: PatchDocument] {
        guard let census else { return [:] }
        let documents = classes.map { item in
            PatchDocument(
                census[item.value] ?? PatchFigures(), valid: table.pixels.valid, validArea: table.areas?.valid,
                pixelSize: table.areas == nil ? nil : pixelSize)
        }
        return Dictionary(uniqueKeysWithValues: zip(classes.map(\.value), documents))
    }

    /// Classes and ratios of a catalog in mask codes.
    private static func parts(of details: CatalogPlan) -> (classes: [CoverageClass], ratios: [CoverageRatio]) {
        let codes = details.classCodes
        let classes = details.catalog.classes.map { CoverageClass(value: codes.code(of: $0.value), name: $0.name) }
        let ratios = details.catalog.ratios.map { ratio in
            CoverageRatio(name: ratio.name, of: ratio.of.map(codes.code(of:)), over: ratio.over.map(codes.code(of:)))
        }
        return (classes, ratios)
    }

    /// The classes in the order of their values.
    package var classes: [Row] {
        table.classes.map {
            Row(
                name: $0.name, pixels: $0.pixels, area: $0.area, percentOfValid: $0.percentOfValid,
                patches: patches[$0.value])
        }
    }

    /// Valid, nodata, unobserved and outside, and their total.
    package var parts: [Row] {
        [
            Row(name: "valid", pixels: table.pixels.valid, area: table.areas?.valid, percentOfValid: nil),
            Row(name: "nodata", pixels: table.pixels.nodata, area: table.areas?.nodata, percentOfValid: nil),
            Row(
                name: "unobserved", pixels: table.pixels.unobserved, area: table.areas?.unobserved, percentOfValid: nil),
            Row(name: "outside", pixels: table.pixels.outside, area: table.areas?.outside, percentOfValid: nil),
            Row(name: "total", pixels: table.pixels.total, area: table.areas?.total, percentOfValid: nil),
        ]
    }

    /// Ratios of the catalog in percent; nil where the denominator is empty.
    package var ratios: [(name: String, percent: Double?)] { table.ratios.map { ($0.name, $0.percent) } }

    /// Area of all pixels in the plane of the CRS, in m2; nil where the CRS has no lengths.
    package var planarTotal: Double? { table.areas == nil ? nil : table.planarTotal }

    /// `coverage.json`.
    package var json: JSONValue { json(zones: zones.map(\.json)) }

    /// Writes `coverage.json`, zone by zone: as a tree, ten thousand zones would take 70 MB.
    func writeJSON(to sink: ([UInt8]) throws -> Void) throws {
        guard case .object(let members) = json(zones: []) else { return }
        try JSONText.write(members, key: "zones", count: zones.count, item: { zones[$0].json }, to: sink)
    }

    private func json(zones: [JSONValue]) -> JSONValue {
        .members([
            "schema": .string("quadrat/coverage/1"), "raster": .string(raster), "catalog": .string(catalog),
            "validated": .bool(false), "pixels": pixels, "area_m2": areas,
            "classes": .array(table.classes.map(json)),
            "ratios": .array(
                table.ratios.map { .members(["name": .string($0.name), "percent": .optional($0.percent)]) }),
            "cautions": .array(cautions.map(\.json)),
            "thresholds": .array(thresholds.map(\.json)), "zones": .array(zones),
            "zones_union": zonesUnion?.json ?? .null,
            "objects": objects?.json ?? .null,
        ])
    }

    private var pixels: JSONValue {
        .members([
            "total": .integer(table.pixels.total), "valid": .integer(table.pixels.valid),
            "nodata": .integer(table.pixels.nodata), "unobserved": .integer(table.pixels.unobserved),
            "outside": .integer(table.pixels.outside),
        ])
    }

    private var areas: JSONValue {
        .members([
            "total": .optional(table.areas?.total), "valid": .optional(table.areas?.valid),
            "nodata": .optional(table.areas?.nodata), "unobserved": .optional(table.areas?.unobserved),
            "outside": .optional(table.areas?.outside), "planar_total": .optional(planarTotal),
        ])
    }

    private func json(_ item: ClassCoverage) -> JSONValue {
        let members: [JSONValue.Member] = [
            .init(key: "value", value: .integer(Int(maskValues[Int(item.value)]))),
            .init(key: "name", value: .string(item.name)), .init(key: "pixels", value: .integer(item.pixels)),
            .init(key: "area_m2", value: .optional(item.area)),
            .init(key: "percent_of_valid", value: .optional(item.percentOfValid)),
        ]
        let found = patches[item.value].map { [JSONValue.Member(key: "patches", value: $0.json)] }
        return .object(members + (found ?? []))
    }

    /// Writes `coverage.csv`: one row per class for the whole raster, with the raster's parts after them, then the same
    /// for each zone and for their union. Empty fields are what does not exist.
    func writeCSV(to sink: ([UInt8]) throws -> Void) throws {
        var bytes: [UInt8] = []
        for row in rasterRows { Self.add(row, to: &bytes) }
        for zone in zones + (zonesUnion.map { [$0] } ?? []) {
            for row in zone.csvRows { Self.add(row, to: &bytes) }
            guard bytes.count > 1 << 16 else { continue }
            try sink(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try sink(bytes)
    }

    private var rasterRows: [[String]] {
        let number = { (value: Double?) in value.map(\.description) ?? "" }
        var rows = [["zone", "value", "class", "pixels", "area_m2", "area_ha", "percent_of_valid", "percent_of_zone"]]
        for item in table.classes {
            rows.append([
                "", String(maskValues[Int(item.value)]), CSVText.text(item.name), String(item.pixels),
                number(item.area),
                number(item.area.map { $0 / 10_000 }), number(item.percentOfValid), "",
            ])
        }
        for part in parts {
            rows.append([
                "", "", part.name, String(part.pixels), number(part.area), number(part.area.map { $0 / 10_000 }), "",
                "",
            ])
        }
        return rows
    }

    private static func add(_ row: [String], to bytes: inout [UInt8]) {
        for (place, text) in row.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: field(text).utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A CSV field, quoted where it has to be (RFC 4180).
    private static func field(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
                && byte != UInt8(ascii: "\r")
        }
        return isPlain ? text : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
