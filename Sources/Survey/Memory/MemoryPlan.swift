import RasterIO
import RasterModel

/// How a survey keeps its memory promise: tile size, number of workers and of unfinished tiles, caches, and what all
/// of it adds up to.
package struct MemoryPlan: Sendable, Hashable {
    /// Width and height of the mask's blocks in pixels.
    static let blockSize = 512
    /// What the process holds before any pixel is read: the program, the libraries it loads and their tables
    /// (measured: 74 to 78 MB on a raster of 212 x 212 pixels).
    static let processBytes = 78_000_000
    /// Bytes by which measured memory is rounded.
    static let measurementStep = 8_000_000

    /// Width of a tile in pixels.
    package let tileWidth: Int
    /// Height of a tile in pixels.
    package let tileHeight: Int
    /// Side at most of the parts in which tiles are classified where pixels look at others.
    let partSide: Int
    /// Workers at most.
    package let threads: Int
    /// Workers at most in sweeps over the mask.
    package let sweepThreads: Int
    /// Tiles that may be read and not yet consumed.
    package let unfinishedTiles: Int
    /// Decoded blocks in bytes that each worker may keep (libtiff).
    package let chunkCacheBytes: Int
    /// GDAL's block cache in bytes, shared by all workers.
    package let gdalCacheBytes: Int
    /// What the peak is made of.
    package let parts: MemoryParts
    /// Peak resident size in bytes that the plan leads to.
    package var bytes: Int { parts.bytes }

    /// - Throws: when no plan keeps the limit; the error says the smallest that can be kept.
    init(_ need: MemoryNeed) throws(SurveyError) {
        let candidates = MemoryCandidate.all(for: need).map { MemoryPlan($0, for: need) }
        let addressesLeft = need.addressesLeft ?? Int.max
        if let best = candidates.first(where: { $0.bytes <= need.limit && $0.newAddresses <= addressesLeft }) {
            self = best
            return
        }
        if let least = candidates.filter({ $0.bytes <= need.limit }).map(\.newAddresses).min() {
            throw SurveyError(
                "\(need.source.path) cannot be surveyed: the system gives this process \(addressesLeft / 1_000_000) MB more "
                    + "of addresses, and \((least + 999_999) / 1_000_000) MB are needed; raise the limit (ulimit -v, ulimit -d)",
                kind: .transient)
        }
        // What polygons have taken already is measured, and differs a little from run to run.
        let measured = need.startBytes > Self.processBytes ? Self.measurementStep : 0
        let smallest = ((candidates.map(\.bytes).min() ?? 0) + measured + 999_999) / 1_000_000
        throw SurveyError(
            "\(need.source.path) cannot be surveyed within \(need.limit / 1_000_000) MB; "
                + "the smallest limit that can be kept is --memory \(smallest)MB",
            kind: .usage)
    }

    /// Addresses that the run takes beyond those that the process has: memory, stacks, and what libraries set aside.
    private var newAddresses: Int { max(0, bytes - Self.processBytes) + threads * 8_500_000 + 64_000_000 }

    private init(_ candidate: MemoryCandidate, for need: MemoryNeed) {
        tileWidth = candidate.tile.width
        tileHeight = candidate.tile.height
        partSide = candidate.partSide
        threads = candidate.threads
        unfinishedTiles = candidate.unfinishedTiles
        chunkCacheBytes = candidate.chunkCacheBytes
        var parts = MemoryParts()
        let reading = ReadingMemory(candidate, for: need)
        gdalCacheBytes = reading.gdalCacheBytes
        parts.start = max(Self.processBytes, need.startBytes)
        parts.lasting = need.lastingBytes
        parts.readingCaches = reading.gdalCacheBytes + need.mosaicBytes(threads: candidate.threads)
        parts.reading = parts.readingCaches + candidate.threads * reading.workerBytes
        parts.deciding = candidate.threads * need.decidingBytes(reading.window, partSide: candidate.partSide)
        parts.products = need.productBytes(of: candidate)
        let before = parts
        let sweeping = { (threads: Int) in
            var parts = before
            parts.sweeping =
                need.catalogs.map { $0.sweeps.bytes(threads: threads, raster: need.source.grid.size) }.max() ?? 0
            return parts
        }
        // Sweeps follow the survey: whether they keep the limit does not depend on what the survey takes.
        sweepThreads = (1...candidate.threads).last { sweeping($0).bytesOfSweeps <= need.limit } ?? 1
        self.parts = sweeping(sweepThreads)
    }
}
