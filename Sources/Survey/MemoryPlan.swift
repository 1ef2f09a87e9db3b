import RasterIO
import RasterModel
import Tiling

/// How a survey keeps its memory promise: tile size, number of workers and of unfinished tiles, caches, and what all
/// of it adds up to.
public struct MemoryPlan: Sendable, Hashable {
    /// Blocks of the mask, in pixels.
    static let blockSize = 512
    /// What the process holds before any pixel is read: the program and the libraries it loads (measured: 40 to 55 MB).
    static let processBytes = 60_000_000

    /// Width of a tile in pixels.
    public let tileWidth: Int
    /// Height of a tile in pixels.
    public let tileHeight: Int
    /// Number of workers; fewer than asked for where memory is short.
    public let threads: Int
    /// Tiles that may be handed out and not yet consumed.
    public let unfinishedTiles: Int
    /// Decoded blocks that each worker may keep (libtiff).
    public let chunkCacheBytes: Int
    /// GDAL's block cache, shared by all workers.
    public let gdalCacheBytes: Int
    /// Peak resident size that the plan leads to.
    public let bytes: Int

    /// What a plan is made for.
    struct Need {
        var source: RasterSource
        var selection: BandSelection
        var decoder: RasterReader.Decoder
        var classCount: Int
        var threads: Int
        var limit: Int
        var tileSize: Int?
    }

    /// - Throws: when no plan keeps the limit; the error says the smallest that can be kept.
    init(_ need: Need) throws(SurveyError) {
        let candidates = Self.candidates(need)
        if let best = candidates.first(where: { $0.bytes <= need.limit }) {
            self = best
            return
        }
        let smallest = (candidates.map(\.bytes).min() ?? 0) / 1_000_000 + 1
        throw SurveyError(
            "\(need.source.path) cannot be surveyed within \(need.limit / 1_000_000) MB; "
                + "the smallest limit that can be kept is --memory \(smallest)MB")
    }

    /// Plans from the fastest to the smallest.
    private static func candidates(_ need: Need) -> [MemoryPlan] {
        var plans: [MemoryPlan] = []
        for size in tileSizes(need) {
            for threads in (1...need.threads).reversed() {
                for unfinished in Set([2 * threads + 2, threads + 1, threads]).sorted(by: >) {
                    plans.append(MemoryPlan(need, tile: size, threads: threads, unfinished: unfinished))
                }
            }
        }
        // A smaller tile costs less than a lost worker.
        return plans.enumerated().sorted { ($0.element.threads, $1.offset) > ($1.element.threads, $0.offset) }
            .map(\.element)
    }

    /// Tile sizes that follow the file's blocks, largest first; only the asked one where a person asked.
    private static func tileSizes(_ need: Need) -> [RasterSize] {
        let raster = need.source.grid.size
        if let side = need.tileSize {
            return [RasterSize(width: min(side, raster.width), height: min(side, raster.height))]
        }
        let layout = need.source.layout
        guard layout.isTiled else {
            // Strips: a tile as wide as the raster decodes each strip once.
            let heights = [512, 256, 128, 64, 32, 16].filter { $0 >= min(layout.blockHeight, 16) }
            return heights.map { RasterSize(width: raster.width, height: min($0, raster.height)) }
        }
        let width = side(along: layout.blockWidth)
        let height = side(along: layout.blockHeight)
        var sizes = [RasterSize(width: min(width, raster.width), height: min(height, raster.height))]
        if layout.blockWidth < width || layout.blockHeight < height {
            sizes.append(
                RasterSize(width: min(layout.blockWidth, raster.width), height: min(layout.blockHeight, raster.height)))
        }
        return sizes
    }

    /// The smallest multiple of the file's block that is at least a block of the mask.
    private static func side(along block: Int) -> Int {
        block * ((blockSize + block - 1) / block)
    }

    private init(_ need: Need, tile: RasterSize, threads: Int, unfinished: Int) {
        tileWidth = tile.width
        tileHeight = tile.height
        self.threads = threads
        unfinishedTiles = unfinished
        let layout = need.source.layout
        let sampleBytes = need.selection.planes.count * need.selection.type.size
        let allSamples = need.source.bands.count * need.selection.type.size
        let blockBytes =
            layout.blockWidth * layout.blockHeight * (layout.isPixelInterleaved ? allSamples : need.selection.type.size)
        if need.decoder == .libtiff {
            // Enough for the blocks that neighbouring windows share; windows that follow the blocks share none.
            let sharing = tile.width % layout.blockWidth == 0 || tile.width >= need.source.grid.size.width ? 1 : 12
            chunkCacheBytes = min(max(blockBytes, 1), 64_000_000) * sharing
            gdalCacheBytes = need.selection.validity.maskBands.isEmpty ? 4_000_000 : 16_000_000
        } else {
            chunkCacheBytes = 0
            gdalCacheBytes = max(16_000_000, min(64_000_000, 2 * threads * blockBytes))
        }
        let cells = MemoryPlan.blockSize * MemoryPlan.blockSize
        // Samples, validity and codes of a tile; votes for overviews; registers and compression.
        let worker = tile.count * (sampleBytes + 2) + chunkCacheBytes + cells * (4 * need.classCount + 6) + 2_000_000
        // At worst a product is as large as its codes.
        let product = tile.count + tile.count / 2
        let width = need.source.grid.size.width
        let isAligned = tile.width % MemoryPlan.blockSize == 0 || tile.width == width
        let rowsAligned = tile.height % MemoryPlan.blockSize == 0
        let openBlocks = (isAligned && rowsAligned ? 0 : width * (MemoryPlan.blockSize + tile.height))
        // Overview blocks wait until the rows below them have come: at most 0.31 KB per column.
        let openOverviews = width * 320
        bytes =
            MemoryPlan.processBytes + threads * worker + unfinished * product + openBlocks + openOverviews
            + gdalCacheBytes + Preview.bytes
    }
}
