import RasterIO
import RasterModel

/// What reading tiles takes.
struct ReadingMemory {
    /// A tile with its halo.
    let window: RasterSize
    /// GDAL's block cache, shared by all workers.
    let gdalCacheBytes: Int
    /// Of one worker: samples, decoded blocks, and what codecs and handles hold.
    let workerBytes: Int

    init(_ candidate: MemoryCandidate, for need: MemoryNeed) {
        let (tile, raster, layout) = (candidate.tile, need.source.grid.size, need.source.layout)
        window = RasterSize(
            width: min(tile.width + 2 * need.halo, raster.width),
            height: min(tile.height + 2 * need.halo, raster.height))
        let others = need.selection.otherFiles(of: need.stack, tile: window)
        // GDAL: a decoded block and the codec's buffers, and what the driver holds. libtiff: the compressed bytes.
        let (cache, decoding): (Int, Int)
        if need.decoder == .libtiff {
            cache = need.hasMask ? 16_000_000 : 4_000_000
            decoding = max(need.blockBytes, layout.packedBytes) + (need.hasMask ? layout.maskBytes : 0)
        } else {
            // What the workers' windows cover, over all bands of the file.
            let windowBytes = max(layout.decodedBytes, window.count * need.pixelBytes)
            cache = max(8_000_000, min(candidate.threads * windowBytes, 256_000_000))
            decoding = 2 * layout.decodedBytes + need.heldBytes
        }
        gdalCacheBytes = cache + candidate.threads * others.cacheBytes
        // The file's own table of blocks, which each handle keeps.
        let blocks = (raster.width / layout.blockWidth + 1) * (raster.height / layout.blockHeight + 1)
        let table = 16 * blocks * (layout.isPixelInterleaved ? 1 : need.source.bands.count)
        workerBytes =
            window.count * need.planeBytes + candidate.chunkCacheBytes + decoding + others.workBytes + table + 1_000_000
    }
}
