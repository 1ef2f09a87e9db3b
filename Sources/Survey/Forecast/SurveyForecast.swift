import Spool
import Coverage
import Catalog
import Foundation
import RasterIO
import RasterModel
package import Results
import Segmentation
import Tiling

/// What a survey will take, from a few of its tiles surveyed as the whole would be.
package struct SurveyForecast: Sendable {
    /// What one tile of the sample tells.
    private struct Sample: Sendable {
        var pixels: Int
        /// Bytes of compressed masks with their overviews, by catalog.
        var maskBytes: [Int]
        /// What sweeps can be tried on, by catalog.
        var pieces: [SweepPiece]
    }

    /// Seconds that looking at tiles may take, about.
    private static let patience = 2.0
    /// Tiles at most.
    private static let most = 64
    /// Bytes per second at which finished masks go to disk, and seconds that every run takes.
    private static let writeRate = 150e6
    /// Bytes of signals per second that are written and read again.
    private static let spoolRate = 600e6
    private static let startSeconds = 0.08

    private let plan: SurveyPlan
    /// Tiles that were surveyed.
    package private(set) var sampledTiles = 0
    /// Seconds that the sample took in all readings.
    private var sampleSeconds = 0.0
    private var sampledPixels = 0
    /// Of the sample, by catalog.
    private var maskBytes: [Int]
    private var workerBytes = 0
    /// Of the catalogs that need some.
    private var sweeps: [SweepForecast] = []
    private let startBytes: Int

    /// Surveys some tiles, on as many threads as the survey would use.
    ///
    /// - Throws: what surveying them throws.
    package init(_ plan: SurveyPlan) throws {
        self.plan = plan
        maskBytes = []
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        startBytes = ProcessUsage.residentBytes ?? MemoryPlan.processBytes
        // One tile tells how many fit into the time, and wakes up what the first one has to wake up.
        let first = try seconds { _ = try survey([plan.grid.count / 2]) }
        let room = Int(Self.patience / max(first, 1e-3)) * plan.memory.threads
        let tiles = Self.spread(plan.grid.count, most: max(plan.memory.threads, min(Self.most, room)))
        sampledTiles = tiles.count
        var samples: [Sample] = []
        sampleSeconds = try seconds { samples = try survey(tiles) }
        if passes > 1 { sampleSeconds += try seconds { try observe(tiles) } }
        sampledPixels = samples.reduce(0) { $0 + $1.pixels }
        maskBytes = plan.catalogs.indices.map { index in samples.reduce(0) { $0 + $1.maskBytes[index] } }
        workerBytes = max(0, (ProcessUsage.peakResidentBytes ?? 0) - startBytes)
        for (index, catalog) in plan.catalogs.enumerated() where catalog.isSwept {
            sweeps.append(try SweepForecast(plan, catalog, samples.map { $0.pieces[index] }))
        }
        try plan.checkFiles()
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return Double((clock.now - start) / .microseconds(1)) / 1e6
    }

    private func survey(_ tiles: [Int]) throws -> [Sample] {
        let plan = plan
        var samples: [Sample] = []
        try pipeline(of: Sample.self, tiles).run { queue in
            let methods = plan.catalogs.map { CatalogSurvey.Method(segmenter: $0.segmenter, signals: nil) }
            var worker = try TileWorker(plan, methods)
            while let job = queue.next() {
                guard case .tile(let number) = job,
                    case .tile(let results) = try worker.perform(.tile(tiles[number]))
                else { continue }
                let isSwept = plan.catalogs.contains(where: \.isSwept)
                queue.deliver(
                    Sample(
                        pixels: plan.grid.core(tiles[number]).count, maskBytes: worker.compressedBytes(of: results),
                        pieces: isSwept ? results.map { SweepPiece($0, plan.pyramid) } : []))
            }
        } consume: { _, sample in
            samples.append(sample)
            return []
        }
        return samples
    }

    private func observe(_ tiles: [Int]) throws {
        let plan = plan
        try pipeline(of: Bool.self, tiles).run { queue in
            var worker = try ThresholdSearch.Worker(plan)
            while let job = queue.next() {
                guard case .tile(let number) = job else { continue }
                queue.deliver(try worker.count(tiles[number]).isEmpty)
            }
        } consume: { _, _ in
            []
        }
    }

    private func pipeline<Product: Sendable>(of _: Product.Type, _ tiles: [Int]) -> TilePipeline<Product, Never> {
        TilePipeline<Product, Never>(
            tiles: tiles.count, threads: plan.memory.threads, unfinishedLimit: plan.memory.unfinishedTiles,
            cancellation: Cancellation())
    }

    /// Tiles spread evenly, in the order of the survey.
    static func spread(_ count: Int, most: Int) -> [Int] {
        let chosen = min(count, most)
        return (0..<chosen).map { (2 * $0 + 1) * count / (2 * chosen) }
    }

    private var scale: Double { Double(plan.source.grid.size.count) / Double(max(1, sampledPixels)) }

    // MARK: Figures

    /// Readings of the raster.
    package var passes: Int { plan.catalogs.contains(where: \.observesFirst) ? 2 : 1 }

    /// Bytes of the mask of a catalog with its overviews.
    private func maskBytes(ofCatalog index: Int) -> Int {
        let name = plan.catalogs[index].definition.name
        let swept = sweeps.first { $0.catalog.definition.name == name }?.maskBytes
        return swept ?? Int(Double(maskBytes[index]) * scale)
    }

    private var allMaskBytes: Int { plan.catalogs.indices.reduce(0) { $0 + maskBytes(ofCatalog: $1) } }

    /// Bytes of all run folders when finished.
    package var outputBytes: Int {
        let pictures = plan.catalogs.reduce(0) { $0 + $1.lattice.size.count * 5 / 2 }
        return allMaskBytes + objectBytes + pictures + plan.catalogs.count * 20_000
    }

    private var objectBytes: Int { sweeps.reduce(0) { $0 + $1.objectFileBytes } }

    /// Bytes of signals while they lie on disk, where every part of the raster holds objects.
    private var signalBytes: Int {
        plan.catalogs.reduce(0) { $0 + SignalSpool.bytes($1.signals.count, of: plan.source.grid.size) }
    }

    /// Bytes on disk while the masks and objects are being written: what is spooled lies beside them.
    package var diskBytes: Int {
        let spooled = max(allMaskBytes, sweeps.reduce(0) { $0 + $1.scratchBytes })
        return outputBytes + signalBytes + spooled + journalBytes
    }

    /// Bytes by which the journal is longer than the blocks in it: heads of records, samples of the preview, checkpoints.
    package var journalBytes: Int {
        let pyramid = plan.pyramid
        let blocks = pyramid.sizes.indices.reduce(0) { $0 + pyramid.blockCount($1) }
        return plan.catalogs.reduce(0) { sum, catalog in
            let heads = JournalRecord.headBytes * (blocks + (catalog.isSwept ? pyramid.blockCount(0) : 0))
            let sample = 1 + 3 * (catalog.showsPicture ? 1 : 4)
            let zones = plan.zones.map {
                ZoneTally.bytes(zones: $0.measures.count, classes: catalog.classCodes.codes.count)
            }
            // The last checkpoint and the next; blocks that wait for the rows below.
            let checkpoints = 2 * ((zones ?? 0) + plan.source.grid.size.width * 160)
            return sum + heads + catalog.lattice.size.count * sample + checkpoints
        }
    }

    /// Seconds that the survey will take.
    package var seconds: Double {
        Self.startSeconds + sampleSeconds * scale + Double(allMaskBytes) / Self.writeRate
            + Double(signalBytes) / Self.spoolRate + sweeps.reduce(0) { $0 + $1.seconds } + 0.05
            * Double(plan.catalogs.count)
    }

    /// Peak resident size in bytes that is expected; the plan's own bound is `limitBytes`.
    package var memoryBytes: Int {
        let width = plan.source.grid.size.width
        let open = plan.catalogs.count * (width * 200 + Preview.bytes)
        let added = sweeps.map(\.addedBytes).max() ?? 0
        return min(limitBytes, startBytes + workerBytes + open + added)
    }

    /// Peak resident size in bytes that the run cannot exceed.
    package var limitBytes: Int { plan.memory.bytes }

    // MARK: For people

    /// The forecast, one fact a line.
    package var lines: [String] {
        let grid = plan.grid
        let memory = { (bytes: Int) in "\((bytes + 500_000) / 1_000_000) MB" }
        return [
            "\(plan.source.path): \(grid.raster.width) x \(grid.raster.height) pixels, "
                + plan.catalogs.map(\.definition.name).joined(separator: ", "),
            "readings  \(passes)" + (passes > 1 ? " (the first for thresholds)" : "") + frozenNote,
            "tiles     \(grid.count) of \(grid.tileWidth) x \(grid.tileHeight) pixels, halo \(grid.halo)",
            "workers   \(plan.memory.threads), at most \(plan.memory.unfinishedTiles) unfinished tiles",
        ] + sweeps.map(\.line) + [
            "memory    about \(memory(memoryBytes)), never more than \(memory(limitBytes))",
            "parts     \(plan.memory.parts.line)",
            "disk      about \(memory(outputBytes)) in the end, \(memory(diskBytes)) while writing (of that the journal \(memory(journalBytes)))",
            "time      about \(Self.duration(seconds)) here (from \(sampledTiles) tile\(sampledTiles == 1 ? "" : "s"))",
            "writes    \(plan.folders.map(Self.folder).joined(separator: ", "))",
        ]
    }

    private var frozenNote: String {
        let runs = plan.catalogs.compactMap { $0.frozen?.path }
        return runs.isEmpty ? "" : " (thresholds are those of \(runs.joined(separator: ", ")))"
    }

    private static func folder(_ path: String) -> String {
        FileManager.default.fileExists(atPath: path) ? "\(path)/ (exists: only with --overwrite)" : "\(path)/"
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds < 90 { return String(format: "%.1f s", seconds) }
        if seconds < 5400 { return String(format: "%.1f min", seconds / 60) }
        return String(format: "%.1f h", seconds / 3600)
    }

    /// What the limit is made of.
    private var memoryParts: JSONValue {
        let parts = plan.memory.parts
        return .members([
            "start": .integer(parts.start), "lasting": .integer(parts.lasting), "reading": .integer(parts.reading),
            "deciding": .integer(parts.deciding), "products": .integer(parts.products),
            "sweeping": .integer(parts.sweeping), "caches": .integer(parts.readingCaches),
        ])
    }

    /// The forecast as a document.
    package var json: JSONValue {
        .members([
            "schema": .string("quadrat/plan/1"), "raster": .string(plan.source.path),
            "catalogs": .array(plan.catalogs.map { .string($0.definition.name) }), "readings": .integer(passes),
            "thresholds_from": .array(plan.catalogs.map { .optional($0.frozen?.path) }),
            "tiles": .members([
                "count": .integer(plan.grid.count), "width": .integer(plan.grid.tileWidth),
                "height": .integer(plan.grid.tileHeight), "halo": .integer(plan.grid.halo),
            ]),
            "threads": .integer(plan.memory.threads), "sweep_threads": .integer(plan.memory.sweepThreads),
            "part_side": plan.catalogs.compactMap(plan.partSide).max().map { .integer($0) } ?? .null,
            "memory_bytes": .integer(memoryBytes),
            "memory_limit_bytes": .integer(limitBytes), "memory_parts": memoryParts,
            "output_bytes": .integer(outputBytes),
            "disk_bytes": .integer(diskBytes), "journal_bytes": .integer(journalBytes),
            "sweeps": .array(sweeps.map(\.json)), "seconds": .number(seconds),
            "sampled_tiles": .integer(sampledTiles),
            "folders": .array(plan.folders.map { .string($0) }),
            "cautions": .array(plan.cautions.map(\.json)),
            "warnings": .array(plan.warnings.map { .string($0) }),
        ])
    }
}
