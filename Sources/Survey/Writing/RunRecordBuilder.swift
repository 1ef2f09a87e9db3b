import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Results
import Tiling

/// Makes the record of a run, and writes it.
struct RunRecordBuilder {
    private let plan: SurveyPlan
    private let details: CatalogPlan
    private let thresholds: [ThresholdOutcome]
    private let timings: StepTimings
    /// Outputs that are not there.
    var failures = OutputFailures()
    /// Of the scratch file that sweeps worked on; nil where there was none.
    var spilledBytes: Int?
    /// What the results follow from.
    var identity: RunIdentity?
    /// How often the run went on after it had ended early.
    var resumed = 0

    init(plan: SurveyPlan, catalog: CatalogPlan, thresholds: [ThresholdOutcome], timings: StepTimings) {
        self.plan = plan
        details = catalog
        self.thresholds = thresholds
        self.timings = timings
    }

    /// Writes the record beside the finished outputs.
    func write(to folder: RunFolder, warnings: [String]) throws {
        let record = RunRecord(
            quadrat: ProgramVersion.current, gdal: GDALLibrary.version, command: plan.request.commandLine,
            started: plan.started, finished: Date(), catalog: catalog,
            inputs: (0...plan.stack.others.count).map { Self.input(plan.stack.source(of: $0)) },
            bands: details.bands.choices.map(band),
            indices: details.definition.indices(counting: details.objects != nil).map {
                RunIndex(name: $0.name, formula: $0.formula, source: $0.source)
            },
            validity: validity, reader: RunRecord.Reader(rawValue: plan.decoder.rawValue),
            tiles: RunTiles(
                read: tilesRead, width: plan.grid.tileWidth, height: plan.grid.tileHeight, halo: plan.grid.halo),
            threads: plan.memory.threads, memory: memory, within: within, zones: zones,
            pixelSize: details.pixelSize.map { [$0.width, $0.height] }, areaMethod: plan.areas?.method,
            areaScaleDisagreement: plan.areas?.scaleDisagreement, thresholds: thresholds.map(\.result),
            steps: timings.steps.map { RunStep(name: $0.name, seconds: $0.seconds) }, spilledBytes: spilledBytes,
            processorSeconds: ProcessUsage.processorSeconds, identity: identity, resumed: resumed, warnings: warnings,
            outputs: outputs(in: folder),
            failedOutputs: failures.all.map { RunFailure(name: $0.name, reason: $0.reason) })
        try TextFile.write(record.json.text, to: folder.file(RunFile.record.name))
    }

    private var catalog: RunCatalog {
        RunCatalog(
            name: details.definition.name, file: details.definition.file,
            sha256: FileDigest.sha256(text: details.definition.source), text: details.definition.source)
    }

    private var memory: RunMemory {
        RunMemory(
            limit: plan.request.memory, planned: plan.memory.bytes, peak: ProcessUsage.peakResidentBytes,
            unfinishedTiles: plan.memory.unfinishedTiles, gdalCache: plan.memory.gdalCacheBytes)
    }

    private func outputs(in folder: RunFolder) -> [RunOutput] {
        plan.outputs(of: details).filter { !failures.contains($0) }.map { name in
            RunOutput(
                name: name, bytes: FileFacts.size(of: folder.file(name)) ?? 0,
                sha256: FileDigest.sha256(of: folder.file(name)))
        }
    }

    /// Tiles in which something is asked for.
    private var tilesRead: Int {
        guard let area = plan.within else { return plan.grid.count }
        return (0..<plan.grid.count).count { !area.misses(plan.grid.core($0)) }
    }

    /// The area of interest as the person named it.
    private var within: RunPolygons? {
        plan.within.map { RunPolygons(path: $0.path, sha256: FileDigest.sha256(of: $0.path), layers: nil) }
    }

    /// The zones as the person named them.
    private var zones: RunPolygons? {
        plan.zones.map { zones in
            RunPolygons(
                path: zones.collection.path, sha256: FileDigest.sha256(of: zones.collection.path),
                layers: zones.collection.layers.map { layer in
                    RunPolygons.Layer(
                        name: layer.name, zones: layer.zones.count, idField: layer.idField, because: layer.idReason)
                })
        }
    }

    private static func input(_ source: RasterSource) -> RunInput {
        let transform = source.grid.transform.map {
            [$0.originX, $0.columnX, $0.rowX, $0.originY, $0.columnY, $0.rowY]
        }
        return RunInput(
            path: source.path, driver: source.driver, width: source.grid.size.width,
            height: source.grid.size.height, bands: source.bands.count, crs: source.grid.crs?.name,
            crsCode: source.grid.crs?.authorityCode, geotransform: transform, bytes: source.fileSize,
            modified: FileFacts.modified(source.path).map { Date(timeIntervalSince1970: $0) },
            fingerprint: FileDigest.fingerprint(of: source.path))
    }

    /// How pixels without an observation were told.
    private var validity: RunValidity {
        let rule = details.selection.validity
        let planes = details.selection.planes
        let nodata = { (item: ValidityRule.Value) in
            RunValidity.Nodata(band: address(planes[item.plane]), value: "\(item.value)")
        }
        return RunValidity(
            given: given, whereAll: rule.allEqual.map { $0.map(nodata) }, whereAny: rule.anyEqual.map(nodata),
            alphaBands: rule.alphaPlanes.map { address(planes[$0]) },
            masks: rule.masks.map { mask in
                switch details.selection.masks[mask] {
                case .band(let band): .band(address(band))
                case .sources(let band): .sources(of: address(band))
                case .reach(let file): .reach(of: plan.stack.source(of: file).path)
                }
            })
    }

    /// What the person said of nodata, and what files declare that does not hold.
    private var given: RunNodata? {
        plan.stack.given.map { given in
            RunNodata(
                values: given.values.description,
                overruled: given.overruled.map { RunNodata.Overruled(path: $0.path, declared: $0.declared) })
        }
    }

    /// A band, and the file where it is not the raster itself.
    private func address(_ band: BandAddress) -> RunValidity.Band {
        RunValidity.Band(file: file(of: band), number: band.number)
    }

    /// The file that a band is in; nil: the raster itself.
    private func file(of band: BandAddress) -> String? {
        band.file == 0 ? nil : plan.stack.source(of: band.file).path
    }

    private func band(_ choice: BandResolution.Choice) -> RunBand {
        RunBand(
            symbol: choice.symbol, file: file(of: choice.band), band: choice.band.number, because: choice.reason,
            scaling: scaling(of: choice.band))
    }

    /// What turns the band's stored numbers into measured ones, and how that is known.
    private func scaling(of address: BandAddress) -> RunBand.Scaling? {
        guard let band = try? plan.stack.band(at: address), let scaling = band.scaling else { return nil }
        return RunBand.Scaling(
            scale: scaling.scale.decimal, offset: scaling.offset.decimal, because: band.scalingReason)
    }
}
