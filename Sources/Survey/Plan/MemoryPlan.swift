import Catalog
import Coverage
import RasterIO
import RasterModel
import Segmentation
import Tiling

/// How a survey keeps its memory promise: tile size, number of workers and of unfinished tiles, caches, and what all
/// of it adds up to.
package struct MemoryPlan: Sendable, Hashable {
    /// Width and height of the mask's blocks in pixels.
    static let blockSize = 512
    /// What the process holds before any pixel is read: the program, the libraries it loads and their tables
    /// (measured: 74 to 78 MB on a raster of 212 x 212 pixels).
    static let processBytes = 78_000_000
    /// Most that a worker keeps of decoded blocks for its next windows.
    static let largestChunkCache = 64_000_000

    /// Width of a tile in pixels.
    package let tileWidth: Int
    /// Height of a tile in pixels.
    package let tileHeight: Int
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
    /// Peak resident size in bytes that the plan leads to.
    package let bytes: Int

    /// What a plan is made for.
    struct Need {
        var stack: RasterStack
        var selection: ReadSelection
        var decoder: RasterReader.Decoder
        /// What is done with each tile, by catalog.
        var catalogs: [CatalogNeed]
        var threads: Int
        /// True where a person named the number: then it is not lowered.
        var threadsAreFixed = false
        var limit: Int
        var tileSize: Int?
        /// Zones and their union.
        var zoneCount = 0
        /// What the process holds before any pixel is read; more than usual where polygons have many corners.
        var startBytes = MemoryPlan.processBytes
        /// Corners of all their polygons.
        var zoneCorners = 0
        /// Bytes of addresses that the system still gives the process; nil without a limit.
        var addressesLeft: Int?

        var source: RasterSource { stack.base }
        /// Polygons with their edges, a kilobyte of names and tables for each zone, and sums by zone and class of all
        /// catalogs, once while they are counted and once when they are told.
        var zoneBytes: Int {
            catalogs.reduce(zoneCorners * 64 + zoneCount * 1024) {
                $0 + 2 * ZoneTally.bytes(zones: zoneCount, classes: $1.classCount)
            }
        }
        /// Pixels around a tile that are read with it.
        var halo: Int { catalogs.map(\.halo).max() ?? 0 }
        /// Bytes of one pixel in the planes and masks that are read, and in all bands of the file.
        var planeBytes: Int { selection.pixelBytes }
        var pixelBytes: Int { source.bands.count * selection.type.size }
        /// Rows of a block that libtiff decodes at once.
        var chunkHeight: Int { source.layout.stripHeight ?? source.layout.blockHeight }
        /// Bytes of one such block when it is decoded.
        var blockBytes: Int {
            let layout = source.layout
            return layout.blockWidth * chunkHeight * (layout.isPixelInterleaved ? pixelBytes : selection.type.size)
        }
        /// True where the raster's own mask is looked at.
        var hasMask: Bool { selection.masks.contains { $0.file == 0 } }
        /// Bytes that each worker's handle of the raster holds beside blocks, where GDAL decodes.
        var heldBytes: Int {
            let layout = source.layout
            return layout.mosaicDepth > 0 ? 0 : layout.heldBytes + (hasMask ? layout.maskBytes : 0)
        }
        /// Bytes that the sources of mosaics hold which the process keeps open, whichever worker has opened them.
        func mosaicBytes(threads: Int) -> Int {
            let layouts = (0...stack.others.count).map { stack.source(of: $0).layout }.filter { $0.mosaicDepth > 0 }
            return GDALLibrary.openSources(of: stack, threads: threads) * (layouts.map(\.heldBytes).max() ?? 0)
        }
    }

    /// What one catalog does with a tile.
    struct CatalogNeed {
        var classCount: Int
        /// Pixels around a tile that decide about it.
        var halo = 0
        /// Bytes that neighbourhoods and cleaning keep, beside samples and codes.
        var workBytes = 0
        /// Bytes of its histograms.
        var histogramBytes = 0
        /// What follows the survey.
        var sweeps = SweepMemory()

        init(classCount: Int) { self.classCount = classCount }

        init(_ plan: CatalogPlan, raster: RasterSize) {
            classCount = plan.catalog.classes.count
            halo = plan.margin.largest
            let side = (plan.partSide ?? 0) + 2 * halo
            let part = min(side, raster.width) * min(side, raster.height)
            sweeps = SweepMemory(plan)
            let programs = [plan.program(), plan.observation].reduce(0) { $0 + $1.pixelBytes }
            workBytes = part * (programs + (plan.clean.isEmpty ? 0 : MaskCleaner.pixelBytes))
            if !plan.signals.isEmpty { workBytes += SignalSpool.planeBytes }
            histogramBytes = plan.rules.thresholds.reduce(0) { $0 + ValueHistogram.bytes(bins: $1.bins) }
        }
    }

    /// - Throws: when no plan keeps the limit; the error says the smallest that can be kept.
    init(_ need: Need) throws(SurveyError) {
        let candidates = Self.candidates(need)
        let addressesLeft = need.addressesLeft ?? Int.max
        if let best = candidates.first(where: { $0.bytes <= need.limit && $0.newAddresses <= addressesLeft }) {
            self = best
            return
        }
        if let least = candidates.filter({ $0.bytes <= need.limit }).map(\.newAddresses).min() {
            throw SurveyError(
                "\(need.source.path) cannot be surveyed: the system gives this process \(addressesLeft / 1_000_000) MB more "
                    + "of addresses, and \((least + 999_999) / 1_000_000) MB are needed; raise the limit (ulimit -v, ulimit -d)"
            )
        }
        // What polygons have taken already is measured, and differs a little from run to run.
        let measured = need.startBytes > Self.processBytes ? Self.measurementStep : 0
        let smallest = ((candidates.map(\.bytes).min() ?? 0) + measured + 999_999) / 1_000_000
        throw SurveyError(
            "\(need.source.path) cannot be surveyed within \(need.limit / 1_000_000) MB; "
                + "the smallest limit that can be kept is --memory \(smallest)MB")
    }

    /// Bytes by which measured memory is rounded.
    static let measurementStep = 8_000_000

    /// Addresses that the run takes beyond those that the process has: memory, stacks, and what libraries set aside.
    private var newAddresses: Int { max(0, bytes - Self.processBytes) + threads * 8_500_000 + 64_000_000 }

    /// Plans from the fastest to the smallest: first workers are kept, then tiles shrink, then caches, then the
    /// number of unfinished tiles.
    private static func candidates(_ need: Need) -> [MemoryPlan] {
        var plans: [MemoryPlan] = []
        for threads in Array(need.threadsAreFixed ? need.threads...need.threads : 1...need.threads).reversed() {
            for tile in tileSizes(need) {
                for chunkCache in chunkCaches(need, tile: tile) {
                    for unfinished in Set([2 * threads + 2, threads + 1, threads]).sorted(by: >) {
                        plans.append(
                            MemoryPlan(
                                need, tile: tile, threads: threads, unfinished: unfinished, chunkCache: chunkCache))
                    }
                }
            }
        }
        return plans
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
            return [512, 256, 128, 64, 32, 16].map {
                RasterSize(width: raster.width, height: min($0, raster.height))
            }
        }
        let (width, height) = (side(along: layout.blockWidth), side(along: layout.blockHeight))
        // With a halo larger tiles read less twice.
        let factors = need.halo > 0 ? [4, 2, 1] : [1]
        var sizes = factors.map {
            RasterSize(width: min(width * $0, raster.width), height: min(height * $0, raster.height))
        }
        if layout.blockWidth < width || layout.blockHeight < height {
            let block = RasterSize(
                width: min(layout.blockWidth, raster.width), height: min(layout.blockHeight, raster.height))
            sizes.append(block)
        }
        return sizes
    }

    /// The smallest multiple of the file's block that is at least a block of the mask.
    private static func side(along block: Int) -> Int {
        block * ((blockSize + block - 1) / block)
    }

    /// Sizes of the cache of decoded blocks: one block where windows share none; else a row of blocks along the
    /// raster, so that each is decoded once, and smaller ones.
    private static func chunkCaches(_ need: Need, tile: RasterSize) -> [Int] {
        guard need.decoder == .libtiff else { return [0] }
        let (layout, raster, block) = (need.source.layout, need.source.grid.size, need.blockBytes)
        let sharesColumns = tile.width < raster.width && (tile.width % layout.blockWidth != 0 || need.halo > 0)
        let sharesRows = tile.height < raster.height && (tile.height % need.chunkHeight != 0 || need.halo > 0)
        guard sharesColumns || sharesRows else { return [block] }
        let across = (raster.width + layout.blockWidth - 1) / layout.blockWidth
        let down = (tile.height + 2 * need.halo) / need.chunkHeight + 2
        let planes = layout.isPixelInterleaved ? 1 : need.selection.planes.count { $0.file == 0 }
        let row = min(across * down * planes * block, largestChunkCache)
        return [max(row, block), max(row / 4, block), block]
    }

    private init(_ need: Need, tile: RasterSize, threads: Int, unfinished: Int, chunkCache: Int) {
        tileWidth = tile.width
        tileHeight = tile.height
        self.threads = threads
        unfinishedTiles = unfinished
        chunkCacheBytes = chunkCache
        let layout = need.source.layout
        // GDAL: a decoded block and the codec's buffers, and what the driver holds. libtiff: the compressed bytes.
        let raster = need.source.grid.size
        let window = RasterSize(
            width: min(tile.width + 2 * need.halo, raster.width),
            height: min(tile.height + 2 * need.halo, raster.height))
        let others = need.selection.otherFiles(of: need.stack, tile: window)
        let decoding: Int
        let cache: Int
        if need.decoder == .libtiff {
            cache = need.hasMask ? 16_000_000 : 4_000_000
            decoding = max(need.blockBytes, layout.packedBytes) + (need.hasMask ? layout.maskBytes : 0)
        } else {
            // What the workers' windows cover, over all bands of the file.
            let windowBytes = max(layout.decodedBytes, window.count * need.pixelBytes)
            cache = max(8_000_000, min(threads * windowBytes, 256_000_000))
            decoding = 2 * layout.decodedBytes + need.heldBytes
        }
        gdalCacheBytes = cache + threads * others.cacheBytes
        // The file's own table of blocks, which each handle keeps.
        let blocks =
            (need.source.grid.size.width / layout.blockWidth + 1)
            * (need.source.grid.size.height / layout.blockHeight + 1)
        let table = 16 * blocks * (layout.isPixelInterleaved ? 1 : need.source.bands.count)
        let cells = Self.blockSize * Self.blockSize
        // Samples of a tile; validity and codes and what its rules look at for each catalog; votes for overviews;
        // registers and compression.
        let samples = window.count * need.planeBytes
        let deciding = need.catalogs.reduce(0) {
            $0 + window.count * 3 + $1.workBytes + cells * (2 * $1.classCount + 6) + $1.histogramBytes
        }
        let worker = samples + deciding + chunkCache + decoding + others.workBytes + table + 1_000_000
        // At worst a product is as large as its codes and their overviews.
        let catalogs = need.catalogs.count
        let histograms = need.catalogs.reduce(0) { $0 + $1.histogramBytes }
        let product = catalogs * (tile.count + tile.count / 2) + histograms
        let width = need.source.grid.size.width
        let isAligned = tile.width % Self.blockSize == 0 || tile.width == width
        let isAlignedDown = tile.height % Self.blockSize == 0 || tile.height == raster.height
        // Mask blocks wait for the tiles that share them, overview blocks for the rows below them (at most 0.31 KB
        // per column of the raster).
        let openBlocks = isAligned && isAlignedDown ? 0 : catalogs * width * (Self.blockSize + tile.height)
        let openOverviews = catalogs * width * 320
        let lasting =
            max(Self.processBytes, need.startBytes) + openOverviews + gdalCacheBytes
            + need.mosaicBytes(threads: threads) + catalogs * Preview.bytes
            + need.zoneBytes + (need.catalogs.contains(where: \.sweeps.counts) ? need.zoneCorners * 48 : 0)
        // Sweeps follow the survey, one catalog after the other.
        let sweeping = { (threads: Int) in
            lasting + (need.catalogs.map { $0.sweeps.bytes(threads: threads, raster: raster) }.max() ?? 0)
        }
        let sweepThreads = (1...threads).last { sweeping($0) <= need.limit } ?? 1
        self.sweepThreads = sweepThreads
        bytes = max(lasting + threads * worker + unfinished * product + openBlocks, sweeping(sweepThreads))
    }
}
