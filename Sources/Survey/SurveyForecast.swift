import Catalog
import Foundation
import RasterIO
import RasterModel
import Segmentation
import Tiling

/// What a survey will take, from a few of its tiles surveyed on one thread.
public struct SurveyForecast: Sendable {
    /// Looking at tiles ends after this time.
    private static let patience = Duration.milliseconds(2500)
    /// Two threads on two processors finish 1.8 times as fast as one (measured).
    private static let parallelGain = 0.85
    /// Bytes per second at which finished masks go to disk, and seconds that every run takes.
    private static let writeRate = 150e6
    private static let startSeconds = 0.25

    private let plan: SurveyPlan
    /// Tiles that were surveyed.
    public private(set) var sampledTiles = 0
    private var observeSeconds = 0.0
    private var surveySeconds = 0.0
    private var sampledPixels = 0
    /// Bytes of compressed masks of the sampled tiles, and of their overviews.
    private var maskBytes = 0
    private var workerBytes = 0
    private let startBytes: Int

    /// Surveys some tiles.
    ///
    /// - Throws: what surveying them throws.
    public init(_ plan: SurveyPlan) throws {
        self.plan = plan
        GDALLibrary.limitCache(bytes: plan.memory.gdalCacheBytes)
        startBytes = ProcessUsage.residentBytes ?? MemoryPlan.processBytes
        try sample()
        workerBytes = max(0, (ProcessUsage.peakResidentBytes ?? 0) - startBytes)
    }

    private mutating func sample() throws {
        var worker = try TileWorker(plan, thresholds: plan.catalogs.map { _ in nil })
        var search = try ThresholdSearch.Worker(plan)
        let clock = ContinuousClock()
        let start = clock.now
        for tile in Self.spread(plan.grid.count) {
            if sampledTiles > 0, clock.now - start > Self.patience { break }
            if passes > 1 {
                let before = clock.now
                _ = try search.count(tile)
                observeSeconds += Self.seconds(clock.now - before)
            }
            let before = clock.now
            guard case .tile(let results) = try worker.perform(.tile(tile)) else { continue }
            surveySeconds += Self.seconds(clock.now - before)
            sampledTiles += 1
            sampledPixels += plan.grid.core(tile).count
            maskBytes += worker.compressedBytes(of: results)
        }
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration / .microseconds(1)) / 1e6 }

    /// Tiles spread evenly, at most 64, the middle ones first.
    private static func spread(_ count: Int) -> [Int] {
        let most = min(count, 64)
        let even = (0..<most).map { (2 * $0 + 1) * count / (2 * most) }
        let step = most % 37 == 0 ? 41 : 37
        return even.indices.map { even[($0 * step + most / 2) % most] }
    }

    private var scale: Double { Double(plan.source.grid.size.count) / Double(max(1, sampledPixels)) }

    // MARK: Figures

    /// Readings of the raster.
    public var passes: Int { plan.catalogs.contains(where: \.observesFirst) ? 2 : 1 }

    /// Bytes of all run folders when finished.
    public var outputBytes: Int { Int(Double(maskBytes) * scale) + plan.catalogs.count * 600_000 }

    /// Bytes on disk while the masks are being written: what is spooled lies beside them.
    public var diskBytes: Int { outputBytes + Int(Double(maskBytes) * scale) }

    /// Seconds that the survey will take.
    public var seconds: Double {
        let threads = Double(min(plan.memory.threads, ProcessInfo.processInfo.activeProcessorCount))
        let gain = 1 + (threads - 1) * Self.parallelGain
        return Self.startSeconds + (observeSeconds + surveySeconds) * scale / gain
            + Double(outputBytes) / Self.writeRate + 0.1 * Double(plan.catalogs.count)
    }

    /// Peak resident size in bytes that is expected; the plan's own bound is `limitBytes`.
    public var memoryBytes: Int {
        let width = plan.source.grid.size.width
        let open = plan.catalogs.count * (width * 200 + Preview.bytes)
        return min(limitBytes, startBytes + plan.memory.threads * workerBytes + open)
    }

    /// Peak resident size in bytes that the run cannot exceed.
    public var limitBytes: Int { plan.memory.bytes }

    // MARK: For people

    /// The forecast, one fact a line.
    public var lines: [String] {
        let grid = plan.grid
        let memory = { (bytes: Int) in "\((bytes + 500_000) / 1_000_000) MB" }
        return [
            "\(plan.source.path): \(grid.raster.width) x \(grid.raster.height) pixels, "
                + plan.catalogs.map(\.catalog.name).joined(separator: ", "),
            "readings  \(passes)" + (passes > 1 ? " (the first for thresholds)" : ""),
            "tiles     \(grid.count) of \(grid.tileWidth) x \(grid.tileHeight) pixels, halo \(grid.halo)",
            "workers   \(plan.memory.threads), at most \(plan.memory.unfinishedTiles) unfinished tiles",
            "memory    about \(memory(memoryBytes)), never more than \(memory(limitBytes))",
            "disk      about \(memory(outputBytes)) in the end, \(memory(diskBytes)) while writing",
            "time      about \(Self.duration(seconds)) here (from \(sampledTiles) tile\(sampledTiles == 1 ? "" : "s"))",
            "writes    \(plan.folders.map(Self.folder).joined(separator: ", "))",
        ]
    }

    private static func folder(_ path: String) -> String {
        FileManager.default.fileExists(atPath: path) ? "\(path)/ (exists: only with --overwrite)" : "\(path)/"
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds < 90 { return String(format: "%.1f s", seconds) }
        if seconds < 5400 { return String(format: "%.1f min", seconds / 60) }
        return String(format: "%.1f h", seconds / 3600)
    }

    /// The forecast as a document.
    public var json: JSONValue {
        .members([
            "schema": .string("quadrat/plan/1"), "raster": .string(plan.source.path),
            "catalogs": .array(plan.catalogs.map { .string($0.catalog.name) }), "readings": .integer(passes),
            "tiles": .members([
                "count": .integer(plan.grid.count), "width": .integer(plan.grid.tileWidth),
                "height": .integer(plan.grid.tileHeight), "halo": .integer(plan.grid.halo),
            ]),
            "threads": .integer(plan.memory.threads), "memory_bytes": .integer(memoryBytes),
            "memory_limit_bytes": .integer(limitBytes), "output_bytes": .integer(outputBytes),
            "disk_bytes": .integer(diskBytes), "seconds": .number(seconds), "sampled_tiles": .integer(sampledTiles),
            "folders": .array(plan.folders.map { .string($0) }),
            "warnings": .array(plan.warnings.map { .string($0) }),
        ])
    }
}
