import Catalog
import Coverage
import Foundation
import Instances
import RasterIO
import RasterModel
import Results

/// Makes what a survey found for one catalog from what was collected.
struct CoverageBuilder {
    /// What coverage.json holds.
    let result: CoverageResult
    /// What limits the figures, one line each.
    let warnings: [String]
    /// What a person is told beside the result.
    let summary: CoverageSummary

    init(
        plan: SurveyPlan, catalog details: CatalogPlan, collector: MaskCollector, thresholds: [ThresholdOutcome],
        instances: InstancePass.Outcome? = nil
    ) {
        let parts = Self.parts(of: details)
        let table = CoverageTable(
            tally: collector.tally, classes: parts.classes, ratios: parts.ratios, areas: plan.areas)
        let judgedArea = table.areas.flatMap(\.valid)
        let counted = instances?.totals.flatMap { totals in
            details.objects.map {
                ObjectResult(totals, $0, judgedArea: judgedArea, hasZones: plan.zones != nil)
            }
        }
        let valid = counted?.all.sizeUnit == .pixels ? Double(table.pixels.valid) : judgedArea
        let review = CautionReview(
            details, thresholds: thresholds, collector: collector,
            objects: counted.flatMap { ObjectReview(figures: $0.all, valid: valid).caution },
            givesNodata: plan.request.nodata != nil)
        let zones = Self.zones(plan, details, parts, tally: collector.zones, instances?.totals)
        result = CoverageResult(
            raster: (plan.request.raster as NSString).lastPathComponent, catalog: details.definition.name,
            isValidated: false, pixels: CoverageTotals(table.pixels),
            areas: table.areas.map(CoverageTotals.init) ?? .unknown,
            planarTotal: table.areas == nil ? nil : table.planarTotal,
            classes: Self.classes(table, details, instances?.patches),
            ratios: table.ratios.map { RatioResult(name: $0.name, percent: $0.percent) },
            cautions: review.cautions.map(\.result), thresholds: thresholds.map(\.result), zones: zones.each,
            zonesUnion: zones.union, objects: counted)
        let crs = plan.source.grid.crs?.name ?? "unnamed"
        warnings = Self.unknownAreas(collector.tally, of: details, crs: crs) + review.warnings
        summary = CoverageSummary(
            plan, details, counting: instances.map { CountingCost(seconds: $0.seconds, addedBytes: $0.addedBytes) })
    }

    /// Classes and ratios of a catalog in mask codes.
    private static func parts(of details: CatalogPlan) -> (classes: [CoverageClass], ratios: [CoverageRatio]) {
        let codes = details.classCodes
        let classes = details.definition.classes.map { CoverageClass(value: codes.code(of: $0.value), name: $0.name) }
        let ratios = details.definition.ratios.map { ratio in
            CoverageRatio(name: ratio.name, of: ratio.of.map(codes.code(of:)), over: ratio.over.map(codes.code(of:)))
        }
        return (classes, ratios)
    }

    /// - Parameter census: the patches by mask code; nil where nothing was counted.
    private static func classes(
        _ table: CoverageTable, _ details: CatalogPlan, _ census: PatchCensus?
    ) -> [ClassResult] {
        let values = details.classCodes.maskValues
        return table.classes.map { item in
            let patches = census.map { census in
                PatchResult(
                    census[item.value] ?? PatchFigures(), valid: table.pixels.valid, validArea: table.areas?.valid,
                    pixelSize: table.areas == nil ? nil : details.pixelSize)
            }
            return ClassResult(
                value: Int(values[Int(item.value)]), name: item.name, pixels: item.pixels, area: item.area,
                percentOfValid: item.percentOfValid, patches: patches)
        }
    }

    /// - Returns: every zone in the order of the file, and their union where there are several.
    private static func zones(
        _ plan: SurveyPlan, _ details: CatalogPlan, _ parts: (classes: [CoverageClass], ratios: [CoverageRatio]),
        tally: ZoneTally?, _ totals: ObjectTotals?
    ) -> (each: [ZoneResult], union: ZoneResult?) {
        guard let zones = plan.zones, let tally = tally.map(zones.complete) else { return ([], nil) }
        let names = zones.zones.map { ($0.id, $0.problem) } + (zones.union == nil ? [] : [("(union)", nil)])
        let values = details.definition.classes.map(\.value)
        let counted = details.objects == nil ? nil : totals
        let results = zip(names.indices, names).map { index, name in
            let coverage = ZoneCoverage(
                tally: tally, zone: index, measure: zones.measures[index], classes: parts.classes,
                ratios: parts.ratios, hasAreas: plan.areas != nil)
            let objects = counted.map {
                ObjectFigures(
                    $0.groups[1 + index], hasAreas: $0.hasAreas, judgedArea: coverage.areas.flatMap(\.valid))
            }
            return ZoneResult(id: name.0, problem: name.1, coverage, values: values, objects: objects)
        }
        return (zones.union.map { Array(results[..<$0]) } ?? results, zones.union.map { results[$0] })
    }

    /// Says which sums have no area because a pixel in them has none.
    private static func unknownAreas(_ tally: AreaTally, of details: CatalogPlan, crs: String) -> [String] {
        guard tally.areaUnknown > 0 else { return [] }
        let classes = details.classCodes
        let names = details.definition.classes.filter { tally.areaUnknown(classes.code(of: $0.value)) > 0 }.map(\.name)
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
}
