import RasterIO
import RasterModel
package import Results
import Segmentation
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

    /// Runs the survey.
    ///
    /// - Parameters:
    ///   - cancellation: looked at between tiles; the working folders are removed and `Cancelled` thrown.
    ///   - progress: called on the calling thread after each tile.
    /// - Returns: what was found for each catalog, in their order.
    /// - Throws: the error of the lowest tile that failed, or of a folder; nothing is left under the runs' names.
    package func run(cancellation: Cancellation, progress: (Progress) -> Void) throws -> [Outcome] {
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        var folders: [RunFolder] = []
        do {
            for path in plan.folders {
                folders.append(try RunFolder(path: path, overwrites: plan.request.overwrites))
            }
            return try run(into: folders, cancellation: cancellation, progress: progress)
        } catch {
            for folder in folders.reversed() { folder.discard() }
            // What cannot be read may have been changed meanwhile: that says more.
            if !(error is Cancelled) { try plan.checkFiles() }
            throw error
        }
    }

    /// The phases: observe what has to be known of the whole raster, survey its tiles; then for each catalog sweep over its
    /// mask and finish its folder.
    private func run(
        into folders: [RunFolder], cancellation: Cancellation, progress: (Progress) -> Void
    ) throws -> [Outcome] {
        let stages = ProgressStages(
            observes: plan.catalogs.contains(where: \.observesFirst),
            sweeps: plan.catalogs.contains(where: \.isSwept))
        var timings = StepTimings()
        let histograms = try timings.measure("thresholds") {
            try observe(cancellation: cancellation) { progress(stages.observing($0)) }
        }
        try plan.checkFiles()
        var catalogs = try folders.indices.map {
            try CatalogSurvey(plan, catalog: $0, in: folders[$0], observed: histograms[$0], cancellation)
        }
        try timings.measure("survey") {
            try survey(&catalogs, cancellation: cancellation) { progress(stages.surveying($0)) }
        }
        try plan.checkFiles()
        var outcomes: [Outcome] = []
        for index in catalogs.indices {
            let whole = { (part: Double) in (Double(index) + part) / Double(folders.count) }
            try catalogs[index].sweep { progress(stages.sweeping(whole($0))) }
            outcomes.append(try catalogs[index].finish(after: timings) { progress(stages.writing(whole($0))) })
        }
        try cancellation.check()
        try plan.checkFiles()
        for folder in folders { try folder.commit() }
        progress(Progress(step: .done, fraction: 1))
        return outcomes
    }

    /// Reads the raster for the catalogs that have to know all of it first.
    ///
    /// - Returns: what they have counted; nil for the others.
    private func observe(
        cancellation: Cancellation, progress: (Double) -> Void
    ) throws -> [[ValueHistogram]?] {
        guard plan.catalogs.contains(where: \.observesFirst) else { return plan.catalogs.map { _ in nil } }
        var search = ThresholdSearch(plan)
        try search.run(cancellation: cancellation, progress: progress)
        return zip(plan.catalogs, search.histograms).map { $0.observesFirst ? $1 : nil }
    }

    /// Reads every tile once and classifies it for all catalogs.
    private func survey(
        _ catalogs: inout [CatalogSurvey], cancellation: Cancellation, progress: (Double) -> Void
    ) throws {
        let (plan, methods) = (plan, catalogs.map(\.method))
        let pipeline = TilePipeline<TileProduct, BlockWork>(
            tiles: plan.grid.count, threads: plan.memory.threads, unfinishedLimit: plan.memory.unfinishedTiles,
            cancellation: cancellation)
        var pixels = 0
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
        }
    }
}
