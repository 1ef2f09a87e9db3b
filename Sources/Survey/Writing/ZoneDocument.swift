import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel

/// What was found in one zone: an entry of `zones` in coverage.json, rows of coverage.csv, columns of zones.gpkg.
package struct ZoneDocument: Sendable {
    /// What the user calls the zone.
    package let id: String
    /// Why there is nothing to say of it; nil where there is.
    package let problem: String?
    /// What was counted in it; nil where nothing was.
    package let objects: ObjectDocument.Figures?
    /// "area_m2" or "pixels": what sizes of objects are.
    let sizeUnit: String
    let coverage: ZoneCoverage
    /// In the order of `coverage.classes`.
    let values: [UInt8]

    /// Area of the zone in m2; nil where it is not known.
    package var area: Double? { coverage.areas.flatMap(\.total) }

    /// Percent of the zone's valid area by class, in the order of the catalog; nil where nothing is valid.
    package var percentages: [(name: String, percent: Double?)] {
        coverage.classes.map { ($0.name, $0.percentOfValid) }
    }

    /// Share 0...1 of the zone that was judged; nil where the zone is empty.
    package var validShare: Double? {
        coverage.pixels.total > 0 ? coverage.pixels.valid / coverage.pixels.total : nil
    }

    // MARK: coverage.json

    var json: JSONValue {
        .members([
            "id": .string(id), "problem": .optional(problem), "pixels": pixels, "area_m2": areas,
            "classes": .array(zip(coverage.classes, values).map(json)),
            "ratios": .array(
                coverage.ratios.map { .members(["name": .string($0.name), "percent": .optional($0.percent)]) }),
            "objects": objects.map { .object($0.members(unit: sizeUnit)) } ?? .null,
        ])
    }

    private var pixels: JSONValue {
        let totals = coverage.pixels
        return .members([
            "total": .number(totals.total), "valid": .number(totals.valid), "nodata": .number(totals.nodata),
            "unobserved": .number(totals.unobserved), "outside": .number(totals.outside),
        ])
    }

    private var areas: JSONValue {
        let totals = coverage.areas
        return .members([
            "total": .optional(totals?.total), "valid": .optional(totals?.valid),
            "nodata": .optional(totals?.nodata), "unobserved": .optional(totals?.unobserved),
            "outside": .optional(totals?.outside), "polygon": .optional(coverage.polygonArea),
        ])
    }

    private func json(_ item: ZoneClassCoverage, _ value: UInt8) -> JSONValue {
        .members([
            "value": .integer(Int(value)), "name": .string(item.name), "pixels": .number(item.pixels),
            "area_m2": .optional(item.area), "percent_of_valid": .optional(item.percentOfValid),
            "percent_of_zone": .optional(item.percentOfZone),
        ])
    }

    // MARK: coverage.csv

    var csvRows: [[String]] {
        let id = CSVText.text(id)
        let number = { (value: Double?) in value.map(\.description) ?? "" }
        var rows = zip(coverage.classes, values).map { item, value in
            [
                id, String(value), CSVText.text(item.name), item.pixels.description, number(item.area),
                number(item.area.map { $0 / 10_000 }), number(item.percentOfValid), number(item.percentOfZone),
            ]
        }
        let totals = coverage.areas
        let parts: [(String, Double, Double?)] = [
            ("valid", coverage.pixels.valid, totals.flatMap(\.valid)),
            ("nodata", coverage.pixels.nodata, totals.flatMap(\.nodata)),
            ("unobserved", coverage.pixels.unobserved, totals.flatMap(\.unobserved)),
            ("outside", coverage.pixels.outside, totals.flatMap(\.outside)),
            ("total", coverage.pixels.total, totals.flatMap(\.total)),
        ]
        for (name, pixels, area) in parts {
            rows.append([id, "", name, pixels.description, number(area), number(area.map { $0 / 10_000 }), "", ""])
        }
        return rows
    }

    // MARK: zones.gpkg

    /// The columns that are added to the user's, for any zone of a run.
    static func columns(of catalog: CatalogPlan, hasAreas: Bool) -> [FeatureColumn] {
        let unit = hasAreas ? "m2" : "px"
        let parts = ["total", "valid", "nodata", "unobserved", "outside"].map {
            FeatureColumn("\($0)_\(unit)", .real)
        }
        let classes = catalog.catalog.classes.flatMap { item in
            let name = columnName(item.name, otherwise: "class_\(item.value)")
            return [
                FeatureColumn("\(name)_\(unit)", .real), FeatureColumn("\(name)_pct_valid", .real),
                FeatureColumn("\(name)_pct_zone", .real),
            ]
        }
        let ratios = catalog.catalog.ratios.enumerated().map { place, ratio in
            FeatureColumn(columnName(ratio.name, otherwise: "ratio_\(place + 1)"), .real)
        }
        let objects =
            catalog.objects == nil
            ? [] : [FeatureColumn("objects", .real), FeatureColumn("objects_per_ha", .real)]
        return [FeatureColumn("zone_id", .text)] + parts + classes + ratios + objects
    }

    /// The values of these columns.
    func columnValues(hasAreas: Bool) -> [FeatureValue] {
        func real(_ value: Double?) -> FeatureValue { value.map { .real($0) } ?? .none }
        let (pixels, areas) = (coverage.pixels, coverage.areas)
        let parts: [FeatureValue] =
            hasAreas
            ? [
                real(areas.flatMap(\.total)), real(areas.flatMap(\.valid)), real(areas.flatMap(\.nodata)),
                real(areas.flatMap(\.unobserved)), real(areas.flatMap(\.outside)),
            ]
            : [pixels.total, pixels.valid, pixels.nodata, pixels.unobserved, pixels.outside].map { .real($0) }
        let classes = coverage.classes.flatMap { item in
            [hasAreas ? real(item.area) : .real(item.pixels), real(item.percentOfValid), real(item.percentOfZone)]
        }
        let counts = objects.map { [.real(Double($0.count)), real($0.perHectare)] } ?? []
        return [.text(id)] + parts + classes + coverage.ratios.map { real($0.percent) } + counts
    }
}
