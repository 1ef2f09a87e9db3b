import RasterIO
import RasterModel
package import Results
import Segmentation
import Spool
package import Tiling

/// One raster, one or several catalogs, one reading (two where thresholds are chosen): for each catalog mask, coverage
/// and record in a run folder.
package struct Survey: Sendable {
    /// How far a survey has come.
    package struct Progress: Sendable, Hashable {
        /// What is being done, in words.
        package enum Step: String, Sendable, Hashable {
            case observing = "looking for thresholds"
            case surveying
            case sweeping = "looking at whole patches"
            case writing = "writing the mask"
            case done
        }

        /// What is being done.
        package var step: Step
        /// 0...1 of the whole survey.
        package var fraction: Double
    }

    /// What a survey leaves behind for one catalog.
    package struct Outcome: Sendable {
        /// The run folder.
        package var folder: String
        /// What was found.
        package var coverage: CoverageResult
        /// What a person is told beside it.
        package var summary: CoverageSummary
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

    /// Runs the survey, or what is left of it.
    ///
    /// - Parameters:
    ///   - cancellation: looked at between tiles.
    ///   - progress: called on the calling thread after each tile.
    /// - Returns: what was found for each catalog, in their order.
    /// - Throws: the error of the lowest tile that failed, or of a folder; `UnfinishedRun` where the working folders hold what a
    ///   later run can go on with. Nothing is left under the runs' names.
    package func run(cancellation: Cancellation, progress: (Progress) -> Void) throws -> [Outcome] {
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        let identity = RunIdentity(plan)
        if let outcomes = try CompletedRuns(plan, identity).outcomes { return outcomes }
        var run = try SurveyFolders(plan, identity)
        do { return try self.run(&run, cancellation: cancellation, progress: progress) } catch let damage
            as DamagedJournal
        {
            throw damage.error
        } catch {
            run.journal.end()
            // What cannot be read may have been changed meanwhile: that says more.
            var cause = error
            if !(error is Cancelled) { do { try plan.checkFiles() } catch { cause = error } }
            guard run.journal.holdsProgress else {
                run.discard()
                throw cause
            }
            throw UnfinishedRun(cause, plan, run)
        }
    }

    /// The phases: observe what has to be known of the whole raster, survey its tiles; then for each catalog sweep over its
    /// mask and finish its folder.
    private func run(
        _ run: inout SurveyFolders, cancellation: Cancellation, progress: (Progress) -> Void
    ) throws -> [Outcome] {
        if run.checkpoint?.phase == .committing {
            try run.commit()
            return try CompletedRuns(plan, run.identity).read()
        }
        let stages = ProgressStages(
            observes: plan.catalogs.contains(where: \.observesFirst),
            sweeps: plan.catalogs.contains(where: \.isSwept))
        var timings = StepTimings()
        var left = run.checkpoint.map { ByteReader($0.sums) }
        let histograms = try timings.measure("thresholds") {
            try observe(run, &left, cancellation: cancellation) { progress(stages.observing($0)) }
        }
        try plan.checkFiles()
        if run.checkpoint?.phase != .surveying { left = nil }
        var catalogs: [CatalogSurvey] = []
        for (index, folder) in run.folders.enumerated() {
            catalogs.append(
                try CatalogSurvey(
                    plan, catalog: index, in: folder, observed: histograms[index], resuming: &left, cancellation))
        }
        try timings.measure("survey") {
            try survey(&catalogs, run, histograms, cancellation: cancellation) { progress(stages.surveying($0)) }
        }
        try plan.checkFiles()
        var outcomes: [Outcome] = []
        let count = Double(catalogs.count)
        for index in catalogs.indices {
            let whole = { (part: Double) in (Double(index) + part) / count }
            try catalogs[index].sweep { progress(stages.sweeping(whole($0))) }
            outcomes.append(
                try catalogs[index].finish(after: timings, identity: run.identity, resumed: run.journal.resumed) {
                    progress(stages.writing(whole($0)))
                })
        }
        try cancellation.check()
        try plan.checkFiles()
        catalogs = []
        try run.commit()
        progress(Progress(step: .done, fraction: 1))
        return outcomes
    }

    /// Reads the raster for the catalogs that have to know all of it first.
    ///
    /// - Parameter left: the sums of an earlier run; nil where there are none.
    /// - Returns: what they have counted; nil for the others.
    private func observe(
        _ run: SurveyFolders, _ left: inout ByteReader?, cancellation: Cancellation, progress: (Double) -> Void
    ) throws -> [[ValueHistogram]?] {
        guard plan.catalogs.contains(where: \.observesFirst) else { return plan.catalogs.map { _ in nil } }
        var search = ThresholdSearch(plan)
        if var reader = left {
            search.restore(from: &reader)
            left = reader
        }
        if run.checkpoint?.phase != .surveying {
            try search.run(
                fromRecord: run.records(doneIn: .observing), cancellation: cancellation, progress: progress,
                isSaveDue: { run.journal.isDue },
                save: { records, observed in
                    try run.journal.save(.observing, records: records, files: []) { writer in
                        ThresholdSearch.write(observed, to: &writer)
                    }
                })
        }
        return search.observed
    }

    /// Reads every tile once and classifies it for all catalogs.
    private func survey(
        _ catalogs: inout [CatalogSurvey], _ run: SurveyFolders, _ histograms: [[ValueHistogram]?],
        cancellation: Cancellation, progress: (Double) -> Void
    ) throws {
        let (plan, methods) = (plan, catalogs.map(\.method))
        var records = run.records(doneIn: .surveying)
        for catalog in catalogs { try catalog.checkSignals(ofRecords: records) }
        let pipeline = TilePipeline<TileProduct, BlockWork>(
            tiles: plan.grid.tiles(fromRecord: records), threads: plan.memory.threads,
            unfinishedLimit: plan.memory.unfinishedTiles, cancellation: cancellation)
        var pixels = plan.grid.pixels(inRecords: records)
        try pipeline.run { queue in
            var worker = try TileWorker(plan, methods)
            while let job = queue.next() { queue.deliver(try worker.perform(job)) }
        } consume: { _, product in
            switch product {
            case .tile(let results):
                var work: [BlockWork] = []
                for (index, result) in results.enumerated() { work += try catalogs[index].collector.add(result) }
                pixels += results.first?.core.count ?? 0
                progress(Double(pixels) / Double(plan.source.grid.size.count))
                return work
            case .block(let block, let catalog):
                return try catalogs[catalog].collector.add(block).map { .compress($0, catalog: catalog) }
            case .overview(let address, let bytes, let catalog):
                try catalogs[catalog].collector.keep(bytes, at: address)
                return []
            }
        } isPauseDue: { tile in
            guard plan.grid.endsRecord(tile) else { return false }
            records += 1
            // The last one says that only sweeps and writing are left.
            return records == plan.grid.recordCount ? run.journal.isWorthKeeping : run.journal.isDue
        } pause: {
            for index in catalogs.indices { try catalogs[index].collector.keepSamples() }
            try run.journal.save(.surveying, records: records, files: catalogs.flatMap(\.journals)) { writer in
                ThresholdSearch.write(histograms, to: &writer)
                for catalog in catalogs { catalog.write(to: &writer) }
            }
        }
    }
}
