import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Segmentation
package import Tiling

/// One raster, one or several catalogs, one reading (two where thresholds are chosen): for each catalog mask, coverage
/// and record in a run folder.
package struct Survey: Sendable {
    /// How far a survey has come.
    package struct Progress: Sendable, Hashable {
        /// For example "surveying".
        package var step: String
        /// 0...1 of the whole survey.
        package var fraction: Double
    }

    /// What a survey leaves behind for one catalog.
    package struct Outcome: Sendable {
        /// The run folder.
        package var folder: String
        /// What was found.
        package var coverage: CoverageDocument
        /// Names of the files in the folder, the record last.
        package var outputs: [String]
        /// What the person should know before trusting the numbers, one line each.
        package var warnings: [String]
        /// Why outputs are not in the folder that should be: lines of error. The others are complete.
        package var failures: [String]
    }

    private let plan: SurveyPlan

    /// A survey that runs as planned.
    package init(_ plan: SurveyPlan) { self.plan = plan }

    /// Runs the survey.
    ///
    /// - Parameters:
    ///   - cancellation: looked at between tiles; the working folders are removed and `Cancelled` thrown.
    ///   - progress: called on the calling thread after each tile.
    /// - Returns: what was found for each catalog, in their order.
    /// - Throws: the error of the lowest tile that failed, or of a folder; nothing is left under the runs' names.
    package func run(cancellation: Cancellation, progress: (Progress) -> Void) throws -> [Outcome] {
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        if let parent = plan.request.out, plan.catalogs.count > 1, FileFacts.kind(of: parent + "/run.json") != .missing
        {
            throw SurveyError(
                "\(parent) is the folder of a finished run; with several catalogs --out holds a folder for each: "
                    + "choose another")
        }
        var folders: [RunFolder] = []
        do {
            for path in plan.folders {
                folders.append(try RunFolder(path: path, overwrites: plan.request.overwrites))
            }
            return try write(into: folders, cancellation: cancellation, progress: progress)
        } catch {
            for folder in folders.reversed() { folder.discard() }
            // What cannot be read may have been changed meanwhile: that says more.
            if !(error is Cancelled) { try plan.checkFiles() }
            throw error
        }
    }

    private func write(
        into folders: [RunFolder], cancellation: Cancellation, progress: (Progress) -> Void
    ) throws -> [Outcome] {
        var timings = StepTimings()
        let stages = ProgressStages(
            observes: plan.catalogs.contains(where: \.observesFirst),
            sweeps: plan.catalogs.contains(where: \.isSwept))
        let thresholds = try timings.measure("thresholds") {
            try chooseThresholds(cancellation: cancellation) { progress(stages.observing($0)) }
        }
        try plan.checkFiles()
        let scratches = try folders.map { try AppendOnlyFile(path: $0.file(Self.scratchName)) }
        let codeScratches = try zip(plan.catalogs, folders).map { catalog, folder in
            catalog.isSwept ? try AppendOnlyFile(path: folder.file(CatalogSweeps.scratchName)) : nil
        }
        var collectors = scratches.enumerated().map {
            MaskCollector(
                plan: plan, catalog: $0.offset, scratch: $0.element, codeScratch: codeScratches[$0.offset])
        }
        let spools = zip(plan.catalogs, folders).map { SignalSpool(plan, $0, in: $1) }
        for spool in spools { try spool?.create() }
        try timings.measure("survey") {
            try survey(into: &collectors, thresholds: thresholds, spools: spools, cancellation: cancellation) {
                progress(stages.surveying($0))
            }
        }
        try plan.checkFiles()
        var outcomes: [Outcome] = []
        for (index, folder) in folders.enumerated() {
            var sweeps = CatalogSweeps(plan, catalog: index, folder, codeScratches[index], cancellation)
            try sweeps.run(&collectors[index]) {
                progress(stages.sweeping((Double(index) + $0) / Double(folders.count)))
            }
            let outcome = try finish(
                index, collectors[index], scratches[index], sweeps, folder, thresholds: thresholds[index],
                timings: timings, cancellation: cancellation
            ) { progress(stages.writing((Double(index) + $0) / Double(folders.count))) }
            outcomes.append(outcome)
        }
        try cancellation.check()
        try plan.checkFiles()
        for folder in folders { try folder.commit() }
        progress(Progress(step: "done", fraction: 1))
        return outcomes
    }

    private static let scratchName = "mask.scratch"

    /// What one catalog's run folder holds, from what has been collected.
    private func finish(
        _ index: Int, _ collector: MaskCollector, _ scratch: AppendOnlyFile, _ sweeps: CatalogSweeps,
        _ folder: RunFolder, thresholds: [ThresholdOutcome]?, timings: StepTimings, cancellation: Cancellation,
        progress: (Double) -> Void
    ) throws -> Outcome {
        let catalog = plan.catalogs[index]
        let chosen = thresholds ?? zip(catalog.rules.thresholds, collector.histograms).map(ThresholdOutcome.init)
        let coverage = CoverageDocument(
            plan: plan, catalog: catalog, collector: collector, thresholds: chosen, instances: sweeps.instances)
        var timings = timings
        timings.append(sweeps.timings)
        var failures = sweeps.failures
        try timings.measure("write") {
            let picture = drawing(collector.preview, catalog, in: folder)
            // Waited for in any case: it may not write into a folder that is being given up.
            defer { _ = try? picture.value() }
            let unnamed = try writeMask(
                collector, catalog, scratch, folder, cancellation: cancellation, progress: progress)
            if let unnamed { failures.add("mask.tif.aux.xml", unnamed, in: folder) }
            let maskPath = folder.file("mask.tif")
            let settled = Background { try RunFolder.settle(maskPath) }
            defer { _ = try? settled.value() }
            try failures.attempt("preview.png", in: folder) { try picture.value() }
            // Before what may fail alone: that must not take its room.
            try TextFile.write(to: folder.file("coverage.json"), coverage.writeJSON)
            let zones = writingZones(coverage, catalog, in: folder)
            defer { _ = try? zones.value() }
            try failures.attempt("coverage.csv", in: folder) {
                try TextFile.write(to: folder.file("coverage.csv"), coverage.writeCSV)
            }
            try failures.attempt("zones.gpkg", in: folder) { try zones.value() }
            try FileManager.default.removeItem(atPath: folder.file(Self.scratchName))
        }
        let warnings = coverage.warnings + sweeps.warnings + chosen.compactMap(\.warning) + lostWarning(collector)
        var record = RunRecord(plan: plan, catalog: catalog, thresholds: chosen, timings: timings)
        record.spilledBytes = sweeps.spilledBytes
        record.failures = failures
        try record.write(to: folder, warnings: plan.warnings + warnings)
        return Outcome(
            folder: folder.path, coverage: coverage,
            outputs: plan.outputs(of: catalog).filter { !failures.contains($0) } + ["run.json"], warnings: warnings,
            failures: failures.all.map(\.reason))
    }

    /// Writes the user's zones with what was found in them, beside the documents.
    private func writingZones(
        _ coverage: CoverageDocument, _ catalog: CatalogPlan, in folder: RunFolder
    ) -> Background<Void> {
        let (path, plan) = (folder.file("zones.gpkg"), plan)
        return Background {
            guard let zones = plan.zones else { return }
            let hasAreas = plan.areas != nil
            try ZoneFile.write(
                path, zones: zones.collection, crs: plan.source.grid.crs,
                columns: ZoneDocument.columns(of: catalog, hasAreas: hasAreas)
            ) { coverage.zones[$0].columnValues(hasAreas: hasAreas) }
        }
    }

    private func lostWarning(_ collector: MaskCollector) -> [String] {
        collector.firstUnreadable.map { lost in
            [
                "\(plan.source.path) could not be read everywhere (first at \(lost)): the blocks that failed are "
                    + "counted as unobserved"
            ]
        } ?? []
    }

    /// Thresholds of each catalog that chooses some from the raster; nil for the others.
    private func chooseThresholds(
        cancellation: Cancellation, progress: (Double) -> Void
    ) throws -> [[ThresholdOutcome]?] {
        guard plan.catalogs.contains(where: \.observesFirst) else { return plan.catalogs.map { _ in nil } }
        var search = ThresholdSearch(plan)
        try search.run(cancellation: cancellation, progress: progress)
        return zip(plan.catalogs, search.histograms).map { catalog, histograms in
            catalog.observesFirst ? zip(catalog.rules.thresholds, histograms).map(ThresholdOutcome.init) : nil
        }
    }

    private func survey(
        into collectors: inout [MaskCollector], thresholds: [[ThresholdOutcome]?], spools: [SignalSpool?],
        cancellation: Cancellation, progress: (Double) -> Void
    ) throws {
        let plan = plan
        let pipeline = TilePipeline<TileProduct, BlockWork>(
            tiles: plan.grid.count, threads: plan.memory.threads, unfinishedLimit: plan.memory.unfinishedTiles,
            cancellation: cancellation)
        var pixels = 0
        try pipeline.run { queue in
            var worker = try TileWorker(plan, thresholds: thresholds, spools: spools)
            while let job = queue.next() { queue.deliver(try worker.perform(job)) }
        } consume: { _, product in
            switch product {
            case .tile(let results):
                var work: [BlockWork] = []
                for (index, result) in results.enumerated() { work += try collectors[index].add(result) }
                pixels += results.first?.core.count ?? 0
                progress(Double(pixels) / Double(plan.source.grid.size.count))
                return work
            case .block(let block, let catalog): return try collectors[catalog].add(block)
            case .overview(let address, let bytes, let catalog):
                try collectors[catalog].keep(bytes, at: address)
                return []
            }
        }
    }

    /// Draws the preview while the mask is being written.
    private func drawing(_ preview: Preview, _ catalog: CatalogPlan, in folder: RunFolder) -> Background<Void> {
        let path = folder.file("preview.png")
        return Background { try preview.write(to: path, classes: catalog.catalog.classes, codes: catalog.classCodes) }
    }

    private func writeMask(
        _ collector: MaskCollector, _ catalog: CatalogPlan, _ scratch: AppendOnlyFile, _ folder: RunFolder,
        cancellation: Cancellation, progress: (Double) -> Void
    ) throws -> RasterError? {
        let levels = collector.levels()
        let total = levels.reduce(0) { $0 + $1.blocks.count }
        var written = 0
        return try CloudRasterFile.write(
            folder.file("mask.tif"), like: plan.source, .classes(catalog.categories), levels: levels,
            blockSize: plan.pyramid.blockSize, from: scratch
        ) {
            if written % 64 == 0 {
                try cancellation.check()
                progress(Double(written) / Double(total))
            }
            written += 1
        }
    }
}

extension CatalogPlan {
    var categories: [MaskCategory] {
        catalog.classes.map { item in
            MaskCategory(
                value: item.value, name: item.name, red: item.color.red, green: item.color.green,
                blue: item.color.blue)
        }
    }
}
