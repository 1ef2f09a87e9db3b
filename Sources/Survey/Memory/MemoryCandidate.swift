import RasterIO
import RasterModel

/// One way to divide the memory of a run.
struct MemoryCandidate {
    /// Most that a worker keeps of decoded blocks for its next windows.
    static let largestChunkCache = 64_000_000

    var tile: RasterSize
    var threads: Int
    var unfinishedTiles: Int
    var chunkCacheBytes: Int
    /// Side at most of the parts in which tiles are classified.
    var partSide = Int.max / 4

    /// Candidates from the fastest to the smallest: first workers are kept, then tiles shrink, then caches, then the
    /// number of unfinished tiles; at last the parts in which tiles are classified.
    static func all(for need: MemoryNeed) -> [MemoryCandidate] {
        let whole = candidates(for: need)
        let sides = need.catalogs.compactMap(\.largestPartSide)
        guard let largest = sides.max() else { return whole }
        // A part is classified with its halo: smaller than that, most of the work would be done twice and more.
        let smaller = [256, 128].filter { $0 < largest && $0 >= need.halo }
        return whole
            + smaller.flatMap { side in
                whole.map {
                    var candidate = $0
                    candidate.partSide = side
                    return candidate
                }
            }
    }

    private static func candidates(for need: MemoryNeed) -> [MemoryCandidate] {
        var candidates: [MemoryCandidate] = []
        for threads in Array(need.threadsAreFixed ? need.threads...need.threads : 1...need.threads).reversed() {
            for tile in tileSizes(need) {
                for chunkCache in chunkCaches(need, tile: tile) {
                    for unfinished in Set([2 * threads + 2, threads + 1, threads]).sorted(by: >) {
                        candidates.append(
                            MemoryCandidate(
                                tile: tile, threads: threads, unfinishedTiles: unfinished, chunkCacheBytes: chunkCache))
                    }
                }
            }
        }
        return candidates
    }

    /// Tile sizes that follow the file's blocks, largest first; only the asked one where a person asked.
    private static func tileSizes(_ need: MemoryNeed) -> [RasterSize] {
        let (raster, record) = (need.source.grid.size, RecordSize.of(need.source))
        if let side = need.tileSize {
            return [RasterSize(width: min(side, record.width), height: min(side, record.height))]
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
            RasterSize(width: min(width * $0, record.width), height: min(height * $0, record.height))
        }
        if layout.blockWidth < width || layout.blockHeight < height {
            let block = RasterSize(
                width: min(layout.blockWidth, raster.width), height: min(layout.blockHeight, raster.height))
            sizes.append(block)
        }
        return sizes
    }

    /// The smallest multiple of the file's block that is at least a block of the mask.
    static func side(along block: Int) -> Int {
        block * ((MemoryPlan.blockSize + block - 1) / block)
    }

    /// Sizes of the cache of decoded blocks: one block where windows share none; else a row of blocks along the
    /// raster, so that each is decoded once, and smaller ones.
    private static func chunkCaches(_ need: MemoryNeed, tile: RasterSize) -> [Int] {
        guard need.decoder == .libtiff else { return [0] }
        let (layout, raster, block) = (need.source.layout, need.source.grid.size, need.blockBytes)
        let sharesColumns = tile.width < raster.width && (tile.width % layout.blockWidth != 0 || need.halo > 0)
        let sharesRows = tile.height < raster.height && (tile.height % need.chunkHeight != 0 || need.halo > 0)
        guard sharesColumns || sharesRows else { return [block] }
        // Rows of tiles end with their record.
        let across = (min(RecordSize.of(need.source).width + 2 * need.halo, raster.width) - 1) / layout.blockWidth + 2
        let down = (tile.height + 2 * need.halo) / need.chunkHeight + 2
        let planes = layout.isPixelInterleaved ? 1 : need.selection.planes.count { $0.file == 0 }
        let row = min(across * down * planes * block, largestChunkCache)
        return [max(row, block), max(row / 4, block), block]
    }
}
