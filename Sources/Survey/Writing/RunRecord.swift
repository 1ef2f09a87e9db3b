import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Tiling

/// `run.json`: what was run, on what, how, and what came of it. The only file that may differ between equal runs.
struct RunRecord {
    private let plan: SurveyPlan
    private let details: CatalogPlan
    private let thresholds: [ThresholdOutcome]
    private let timings: StepTimings
    /// Outputs that are not there.
    var failures = OutputFailures()
    /// Of the scratch file that sweeps worked on; nil where there was none.
    var spilledBytes: Int?

    init(plan: SurveyPlan, catalog: CatalogPlan, thresholds: [ThresholdOutcome], timings: StepTimings) {
        self.plan = plan
        details = catalog
        self.thresholds = thresholds
        self.timings = timings
    }

    /// Writes the record beside the finished outputs.
    func write(to folder: RunFolder, warnings: [String]) throws {
        let document = JSONValue.members([
            "schema": .string("quadrat/run/1"),
            "quadrat": .string(Quadrat.version), "gdal": .string(GDALLibrary.version),
            "command": .array(plan.request.commandLine.map { .string($0) }),
            "started": .string(Self.time(plan.started)), "finished": .string(Self.time(Date())),
            "catalog": catalog,
            "inputs": .array((0...plan.stack.others.count).map { input(plan.stack.source(of: $0)) }),
            "bands": .array(details.bands.choices.map(band)),
            "indices": .array(details.catalog.indices(counting: details.objects != nil).map(Self.index)),
            "validity": validity,
            "reader": .string(plan.decoder.rawValue),
            "tiles": .members([
                "read": .integer(tilesRead), "width": .integer(plan.grid.tileWidth),
                "height": .integer(plan.grid.tileHeight), "halo": .integer(plan.grid.halo),
            ]),
            "threads": .integer(plan.memory.threads),
            "memory": .members([
                "limit_bytes": .integer(plan.request.memory), "planned_bytes": .integer(plan.memory.bytes),
                "peak_bytes": ProcessUsage.peakResidentBytes.map { .integer($0) } ?? .null,
                "unfinished_tiles": .integer(plan.memory.unfinishedTiles),
                "gdal_cache_bytes": .integer(plan.memory.gdalCacheBytes),
            ]),
            "within": within, "zones": zones, "pixel_size_m": pixelSize, "area_method": .optional(plan.areas?.method),
            "area_scale_disagreement": .optional(plan.areas?.scaleDisagreement),
            "thresholds": .array(thresholds.map(\.json)),
            "seconds": .object(timings.steps.map { .init(key: $0.name, value: .number($0.seconds)) }),
            "spilled_bytes": spilledBytes.map { .integer($0) } ?? .null,
            "processor_seconds": .number(ProcessUsage.processorSeconds),
            "warnings": .array(warnings.map { .string($0) }),
            "outputs": .array(
                plan.outputs(of: details).filter { !failures.contains($0) }.map { name in
                    .members([
                        "name": .string(name), "bytes": .integer(FileFacts.size(of: folder.file(name)) ?? 0),
                        "sha256": .optional(FileDigest.sha256(of: folder.file(name))),
                    ])
                }),
            "failed_outputs": .array(
                failures.all.map { .members(["name": .string($0.name), "reason": .string($0.reason)]) }),
        ])
        try TextFile.write(document.text, to: folder.file("run.json"))
    }

    private var catalog: JSONValue {
        .members([
            "name": .string(details.catalog.name), "file": .optional(details.catalog.file),
            "sha256": .string(FileDigest.sha256(text: details.catalog.source)),
            "text": .string(details.catalog.source),
        ])
    }

    /// Tiles in which something is asked for.
    private var tilesRead: Int {
        guard let area = plan.within else { return plan.grid.count }
        return (0..<plan.grid.count).count { !area.misses(plan.grid.core($0)) }
    }

    /// The area of interest as the person named it.
    private var within: JSONValue {
        guard let path = plan.within?.path else { return .null }
        return .members(["path": .string(path), "sha256": .optional(FileDigest.sha256(of: path))])
    }

    /// The zones as the person named them.
    private var zones: JSONValue {
        guard let zones = plan.zones else { return .null }
        return .members([
            "path": .string(zones.collection.path), "sha256": .optional(FileDigest.sha256(of: zones.collection.path)),
            "layers": .array(
                zones.collection.layers.map { layer in
                    .members([
                        "name": .string(layer.name), "zones": .integer(layer.zones.count),
                        "id_field": .optional(layer.idField), "because": .string(layer.idReason),
                    ])
                }),
        ])
    }

    /// What lengths in the catalog were measured with.
    private var pixelSize: JSONValue {
        details.pixelSize.map { .array([.number($0.width), .number($0.height)]) } ?? .null
    }

    private func input(_ source: RasterSource) -> JSONValue {
        .members([
            "path": .string(source.path), "driver": .string(source.driver),
            "width": .integer(source.grid.size.width), "height": .integer(source.grid.size.height),
            "bands": .integer(source.bands.count), "crs": .optional(source.grid.crs?.name),
            "crs_code": .optional(source.grid.crs?.authorityCode), "geotransform": Self.transform(source.grid),
            "bytes": source.fileSize.map { .integer($0) } ?? .null,
            "modified": .optional(
                FileFacts.modified(source.path).map { Self.time(Date(timeIntervalSince1970: $0)) }),
            "fingerprint_sha256": .optional(FileDigest.fingerprint(of: source.path)),
        ])
    }

    private static func transform(_ grid: RasterGrid) -> JSONValue {
        guard let transform = grid.transform else { return .null }
        return .array(
            [
                transform.originX, transform.columnX, transform.rowX, transform.originY, transform.columnY,
                transform.rowY,
            ].map { .number($0) })
    }

    /// How pixels without an observation were told.
    private var validity: JSONValue {
        let rule = details.selection.validity
        let planes = details.selection.planes
        let value = { (item: ValidityRule.Value) in
            JSONValue.object(
                address(planes[item.plane]) + [JSONValue.Member(key: "value", value: .string("\(item.value)"))])
        }
        return .members([
            "nodata_given": given,
            "nodata_where_all": .array(rule.allEqual.map { .array($0.map(value)) }),
            "nodata_where_any": .array(rule.anyEqual.map(value)),
            "alpha_bands": .array(rule.alphaPlanes.map { .object(address(planes[$0])) }),
            "masks": .array(
                rule.masks.map { mask in
                    switch details.selection.masks[mask] {
                    case .band(let band): .object(address(band))
                    case .sources(let band): .members(["sources_of": .object(address(band))])
                    case .reach(let file): .members(["reach_of": .string(plan.stack.source(of: file).path)])
                    }
                }),
        ])
    }

    /// What the person said of nodata, and what files declare that does not hold.
    private var given: JSONValue {
        guard let given = plan.stack.given else { return .null }
        return .members([
            "option": .string("--nodata"), "values": .string(given.values.description),
            "overrules": .array(
                given.overruled.map {
                    .members(["path": .string($0.path), "declared": .array($0.declared.map { .string($0) })])
                }),
        ])
    }

    /// A band, and the file where it is not the raster itself.
    private func address(_ band: BandAddress) -> [JSONValue.Member] {
        let number = JSONValue.Member(key: "band", value: .integer(band.number))
        if band.file == 0 { return [number] }
        return [JSONValue.Member(key: "file", value: .string(plan.stack.source(of: band.file).path)), number]
    }

    private func band(_ choice: BandResolution.Choice) -> JSONValue {
        .object(
            [JSONValue.Member(key: "symbol", value: .string(choice.symbol))] + address(choice.band)
                + [JSONValue.Member(key: "because", value: .string(choice.reason))] + scaling(of: choice.band))
    }

    /// What turns the band's stored numbers into measured ones, and how that is known.
    private func scaling(of address: BandAddress) -> [JSONValue.Member] {
        guard let band = try? plan.stack.band(at: address), let scaling = band.scaling else { return [] }
        // The fewest digits that give the Float32 back.
        func number(_ value: Float) -> JSONValue { .number(Double(value.description) ?? Double(value)) }
        return [
            JSONValue.Member(key: "scale", value: number(scaling.scale)),
            JSONValue.Member(key: "offset", value: number(scaling.offset)),
            JSONValue.Member(key: "scaled_because", value: .optional(band.scalingReason)),
        ]
    }

    private static func index(_ index: UsedIndex) -> JSONValue {
        .members(["name": .string(index.name), "formula": .string(index.formula), "source": .string(index.source)])
    }

    private static func time(_ date: Date) -> String { date.formatted(.iso8601) }
}
