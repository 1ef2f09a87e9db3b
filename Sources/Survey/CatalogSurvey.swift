import Catalog
import Foundation
import RasterIO
import RasterModel
import Results
import Segmentation
import Spool
import Tiling

/// One catalog's way through a survey, from the first tile to its finished folder: what has been chosen for the raster, what
/// has been collected from tiles, what sweeps over the mask have found.
struct CatalogSurvey {
    /// What tiles are classified by: shared by all workers.
    struct Method: Sendable {
        /// With what was chosen for the raster.
        let segmenter: any Segmenter
        /// Takes the numbers that objects tell means of; nil where nothing is to come of them.
        let signals: SignalSpool?
    }

    private let plan: SurveyPlan
    private let catalog: CatalogPlan
    private let folder: RunFolder
    private let cancellation: Cancellation
    let method: Method
    /// Chosen before the survey; nil where they come out of it.
    private let chosen: [ChosenThreshold]?
    /// Blocks of the mask.
    private let scratch: AppendOnlyFile
    /// Codes for sweeps; nil where there are none.
    private let codeScratch: AppendOnlyFile?
    /// Takes what tiles and sweeps hand out.
    var collector: MaskCollector
    private var sweeps: SweepPhase

    /// Begins the survey of a catalog: makes the files that it works on.
    ///
    /// - Parameters:
    ///   - histograms: what has been counted over the whole raster; nil where nothing had to be.
    ///   - sums: what an earlier run has left of this catalog; nil where it is to begin anew.
    init(
        _ plan: SurveyPlan, catalog index: Int, in folder: RunFolder, observed histograms: [ValueHistogram]?,
        resuming sums: inout ByteReader?, _ cancellation: Cancellation
    ) throws {
        self.plan = plan
        catalog = plan.catalogs[index]
        self.folder = folder
        self.cancellation = cancellation
        chosen = histograms.map(catalog.segmenter.thresholds)
        let signals = SignalSpool(plan, catalog, in: folder)
        method = Method(
            segmenter: chosen.map(catalog.segmenter.applying) ?? catalog.segmenter, signals: signals)
        func open(_ file: RunFile.Scratch) throws -> AppendOnlyFile {
            guard sums != nil else { return try AppendOnlyFile(path: folder.file(file.name)) }
            guard let journal = try? sums?.journal(folder.file(file.name)) else {
                throw SurveyJournal.damaged(folder, file.name)
            }
            return journal
        }
        scratch = try open(.mask)
        codeScratch = catalog.isSwept ? try open(.codes) : nil
        collector = MaskCollector(
            SweepFrame(plan), catalog, number: index, mask: scratch, codes: codeScratch, keepsSamples: true)
        sweeps = SweepPhase(plan, catalog: index, folder, codeScratch, cancellation)
        if var reader = sums {
            try replay()
            collector.restore(from: &reader)
            sums = reader
        } else {
            try signals?.create()
        }
    }

    /// Reads the journals of an earlier run and checks every record.
    private mutating func replay() throws {
        let journals = [(scratch, RunFile.Scratch.mask)] + (codeScratch.map { [($0, .codes)] } ?? [])
        for (file, name) in journals {
            let sound = try Journal.scan(file, count: file.count) { collector.replay($0, $1, $2) }
            guard sound == file.count else { throw SurveyJournal.damaged(folder, name.name) }
        }
    }

    /// Looks whether the signals of the first records are what was written.
    func checkSignals(ofRecords records: Int) throws {
        guard let signals = method.signals, records > 0 else { return }
        let grid = plan.grid
        let sum = try signals.sum { block in
            grid.records(meeting: block).filter { $0 < records }.map { grid.window(ofRecord: $0).intersection(block) }
        }
        guard sum == collector.signalSum else { throw SurveyJournal.damaged(folder, RunFile.Scratch.signals.name) }
    }

    /// The files that a checkpoint speaks of.
    var journals: [String] {
        let names: [RunFile.Scratch] =
            [.mask] + (catalog.isSwept ? [.codes] : []) + (method.signals == nil ? [] : [.signals])
        return names.map { folder.file($0.name) }
    }

    /// Appends what a checkpoint holds of this catalog.
    func write(to writer: inout ByteWriter) {
        writer.put(scratch.count)
        if let codeScratch { writer.put(codeScratch.count) }
        collector.write(to: &writer)
    }

    /// What follows over the mask: cleaning with whole patches, and counting. Nothing for a catalog that asks for neither.
    ///
    /// - Parameter progress: gets 0...1 of it.
    mutating func sweep(progress: (Double) -> Void) throws { try sweeps.run(&collector, progress: progress) }

    /// As they came out: chosen before, or told by what was counted while tiles were classified.
    private var thresholds: [ThresholdOutcome] {
        let chosen = chosen ?? catalog.segmenter.thresholds(from: collector.histograms)
        let formulas = catalog.definition.thresholdFormulas
        return chosen.indices.map {
            ThresholdOutcome(chosen[$0], formula: formulas[$0], source: catalog.frozen?.sources[$0])
        }
    }

    /// Writes what the run folder holds.
    ///
    /// - Parameters:
    ///   - timings: of the phases before, which all catalogs share.
    ///   - identity: what the results follow from.
    ///   - resumed: how often the run went on after it had ended early.
    ///   - progress: gets 0...1 of writing the mask.
    func finish(
        after timings: StepTimings, identity: RunIdentity, resumed: Int, progress: (Double) -> Void
    ) throws -> Survey.Outcome {
        let chosen = thresholds
        let found = CoverageBuilder(
            plan: plan, catalog: catalog, collector: collector, thresholds: chosen, instances: sweeps.instances)
        let coverage = found.result
        var timings = timings
        timings.append(sweeps.timings)
        var failures = sweeps.failures
        try timings.measure("write") {
            let picture = drawing()
            // Waited for in any case: it may not write into a folder that is being given up.
            defer { _ = try? picture.value() }
            if let unnamed = try writeMask(progress: progress) {
                failures.add(RunFile.maskCategories.name, unnamed, in: folder)
            }
            let maskPath = folder.file(RunFile.mask.name)
            let synchronised = Background { try RunFolder.synchronise(maskPath) }
            defer { _ = try? synchronised.value() }
            try failures.attempt(RunFile.preview.name, in: folder) { try picture.value() }
            // Before what may fail alone: that must not take its room.
            try TextFile.write(to: folder.file(RunFile.coverage.name), coverage.write)
            let zones = writingZones(coverage)
            defer { _ = try? zones.value() }
            try failures.attempt(RunFile.coverageTable.name, in: folder) {
                try TextFile.write(to: folder.file(RunFile.coverageTable.name), CoverageCSV(coverage).write)
            }
            try failures.attempt(RunFile.zones.name, in: folder) { try zones.value() }
        }
        let warnings =
            found.warnings + sweeps.warnings + coverage.thresholds.compactMap(\.warning) + lostWarning
        var record = RunRecordBuilder(plan: plan, catalog: catalog, thresholds: chosen, timings: timings)
        record.spilledBytes = sweeps.spilledBytes
        record.failures = failures
        record.identity = identity
        record.resumed = resumed
        try record.write(to: folder, warnings: plan.warnings + warnings)
        return Survey.Outcome(
            folder: folder.path, coverage: coverage, summary: found.summary,
            outputs: plan.outputs(of: catalog).filter { !failures.contains($0) } + [RunFile.record.name],
            warnings: warnings,
            failures: failures.all.map(\.reason))
    }

    /// Writes the user's zones with what was found in them, beside the documents.
    private func writingZones(_ coverage: CoverageResult) -> Background<Void> {
        let (path, plan, catalog) = (folder.file(RunFile.zones.name), plan, catalog)
        return Background {
            guard let zones = plan.zones else { return }
            let table = ZoneColumns(catalog, hasAreas: plan.areas != nil)
            try ZoneFile.write(
                path, zones: zones.collection, crs: plan.source.grid.crs, columns: table.columns
            ) { table.values(coverage.zones[$0]) }
        }
    }

    private var lostWarning: [String] {
        collector.firstUnreadable.map { lost in
            [
                "\(plan.source.path) could not be read everywhere (first at \(lost)): the blocks that failed are "
                    + "counted as unobserved"
            ]
        } ?? []
    }

    /// Draws the preview while the mask is being written.
    private func drawing() -> Background<Void> {
        let (path, preview, catalog) = (folder.file(RunFile.preview.name), collector.preview, catalog)
        return Background {
            try preview.write(to: path, classes: catalog.definition.classes, codes: catalog.classCodes)
        }
    }

    /// - Returns: why the names of its classes could not be written.
    private func writeMask(progress: (Double) -> Void) throws -> RasterError? {
        let levels = collector.levels()
        let total = levels.reduce(0) { $0 + $1.blocks.count }
        var written = 0
        return try CloudRasterFile.write(
            folder.file(RunFile.mask.name), like: plan.source, .classes(catalog.categories), levels: levels,
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

extension ByteReader {
    /// Opens a journal that an earlier run has left, as long as the checkpoint says.
    fileprivate mutating func journal(_ path: String) throws -> AppendOnlyFile {
        try AppendOnlyFile(continuing: path, count: number())
    }
}
