import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
public import Tiling

/// One raster read once, for one catalog: mask, coverage and record in a run folder.
public struct Survey: Sendable {
    /// How far a survey has come.
    public struct Progress: Sendable, Hashable {
        /// For example "surveying".
        public var step: String
        /// 0...1 of the whole survey.
        public var fraction: Double
    }

    /// What a survey leaves behind.
    public struct Outcome: Sendable {
        /// The run folder.
        public var folder: String
        /// What was found.
        public var coverage: CoverageDocument
        /// What the person should know before trusting the numbers, one line each.
        public var warnings: [String]
    }

    private let plan: SurveyPlan

    /// A survey that runs as planned.
    public init(_ plan: SurveyPlan) { self.plan = plan }

    /// Runs the survey.
    ///
    /// - Parameters:
    ///   - cancellation: looked at between tiles; the working folder is removed and `Cancelled` thrown.
    ///   - progress: called on the calling thread after each tile.
    /// - Throws: the error of the lowest tile that failed, or of the folder; nothing is left under the run's name.
    public func run(cancellation: Cancellation, progress: (Progress) -> Void) throws -> Outcome {
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        GDALLibrary.prepare(plan.source, threads: plan.memory.threads)
        let folder = try RunFolder(path: plan.out, overwrites: plan.request.overwrites)
        do {
            return try write(into: folder, cancellation: cancellation, progress: progress)
        } catch {
            folder.discard()
            throw error
        }
    }

    private func write(
        into folder: RunFolder, cancellation: Cancellation, progress: (Progress) -> Void
    ) throws -> Outcome {
        var record = RunRecord(plan: plan)
        let scratchPath = folder.file("mask.scratch")
        let scratch = try ScratchFile(path: scratchPath)
        var collector = MaskCollector(plan: plan, scratch: scratch)
        try record.timing("survey") {
            try survey(into: &collector, cancellation: cancellation, progress: progress)
        }
        let coverage = CoverageDocument(plan: plan, tally: collector.tally)
        try record.timing("write") {
            let picture = drawing(collector.preview, in: folder)
            // Waited for in any case: it may not write into a folder that is being given up.
            defer { _ = try? picture.value() }
            try writeMask(collector, scratch, folder, cancellation: cancellation, progress: progress)
            let maskPath = folder.file("mask.tif")
            let settled = Background { try RunFolder.settle(maskPath) }
            defer { _ = try? settled.value() }
            try picture.value()
            try TextFile.write(coverage.json.text, to: folder.file("coverage.json"))
            try TextFile.write(coverage.csv, to: folder.file("coverage.csv"))
            try FileManager.default.removeItem(atPath: scratchPath)
        }
        var warnings = plan.warnings + coverage.warnings
        if let lost = collector.firstUnreadable {
            warnings.append(
                "\(plan.source.path) could not be read everywhere (first at \(lost)): the blocks that failed are "
                    + "counted as unobserved")
        }
        try record.write(to: folder, warnings: warnings)
        try cancellation.check()
        try folder.commit()
        progress(Progress(step: "done", fraction: 1))
        return Outcome(folder: folder.path, coverage: coverage, warnings: warnings)
    }

    private func survey(
        into collector: inout MaskCollector, cancellation: Cancellation, progress: (Progress) -> Void
    ) throws {
        let plan = plan
        let pipeline = TilePipeline<TileProduct, BlockWork>(
            tiles: plan.grid.count, threads: plan.memory.threads, unfinishedLimit: plan.memory.unfinishedTiles,
            cancellation: cancellation)
        var pixels = 0
        try pipeline.run { queue in
            var worker = try TileWorker(plan)
            while let job = queue.next() { queue.deliver(try worker.perform(job)) }
        } consume: { job, product in
            let work = try collector.consume(product)
            if case .tile(let tile) = job {
                pixels += plan.grid.core(tile).count
                let done = Double(pixels) / Double(plan.source.grid.size.count)
                progress(Progress(step: "surveying", fraction: 0.95 * done))
            }
            return work
        }
    }

    /// Draws the preview while the mask is being written.
    private func drawing(_ preview: Preview, in folder: RunFolder) -> Background<Void> {
        let (path, plan) = (folder.file("preview.png"), plan)
        return Background { try preview.write(to: path, classes: plan.catalog.classes, codes: plan.classCodes) }
    }

    private func writeMask(
        _ collector: MaskCollector, _ scratch: ScratchFile, _ folder: RunFolder, cancellation: Cancellation,
        progress: (Progress) -> Void
    ) throws {
        let levels = collector.levels()
        let total = levels.reduce(0) { $0 + $1.blocks.count }
        var written = 0
        try MaskFile.write(
            folder.file("mask.tif"), like: plan.source, categories: plan.categories, levels: levels,
            blockSize: plan.pyramid.blockSize, from: scratch
        ) {
            if written % 64 == 0 {
                try cancellation.check()
                progress(Progress(step: "writing the mask", fraction: 0.95 + 0.04 * Double(written) / Double(total)))
            }
            written += 1
        }
    }
}

extension SurveyPlan {
    var categories: [MaskCategory] {
        catalog.classes.map { item in
            MaskCategory(
                value: item.value, name: item.name, red: item.color.red, green: item.color.green,
                blue: item.color.blue)
        }
    }
}
