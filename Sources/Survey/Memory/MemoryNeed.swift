import Coverage
import Foundation
import RasterIO
import RasterModel

/// What a plan of memory is made for.
struct MemoryNeed {
    var stack: RasterStack
    var selection: ReadSelection
    var decoder: RasterReader.Decoder
    /// What is done with each tile, by catalog.
    var catalogs: [CatalogMemory]
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

    /// Bytes that one worker keeps while it classifies: validity and codes and what methods look at for each catalog; votes
    /// for overviews; registers and compression.
    func decidingBytes(_ window: RasterSize, partSide: Int) -> Int {
        let cells = MemoryPlan.blockSize * MemoryPlan.blockSize
        return catalogs.reduce(0) {
            $0 + window.count * 3 + $1.workBytes(partSide: partSide, raster: source.grid.size)
                + cells * (2 * $1.classCount + 6) + $1.histogramBytes
        }
    }

    /// Bytes of tiles that wait for the consumer, and of what waits for other tiles.
    func productBytes(of candidate: MemoryCandidate) -> Int {
        let (tile, raster, side) = (candidate.tile, source.grid.size, MemoryPlan.blockSize)
        // At worst a product is as large as its codes and their overviews.
        let histograms = catalogs.reduce(0) { $0 + $1.histogramBytes }
        let product = catalogs.count * (tile.count + tile.count / 2) + histograms
        let record = RecordSize.of(source)
        let isAligned = (tile.width % side == 0 && record.width % side == 0) || tile.width == raster.width
        let isAlignedDown = (tile.height % side == 0 && record.height % side == 0) || tile.height == raster.height
        // Mask blocks wait for the tiles that share them.
        let openBlocks = isAligned && isAlignedDown ? 0 : catalogs.count * raster.width * (side + tile.height)
        return candidate.unfinishedTiles * product + openBlocks
    }

    /// Bytes that last as long as the run, beside the process itself.
    var lastingBytes: Int {
        // Overview blocks wait for the rows below them: at most 0.31 KB per column of the raster.
        let openOverviews = catalogs.count * source.grid.size.width * 320
        let corners = catalogs.contains(where: \.sweeps.counts) ? zoneCorners * 48 : 0
        return openOverviews + catalogs.count * Preview.bytes + zoneBytes + corners
            + catalogs.reduce(0) { $0 + $1.sharedBytes }
    }
}

extension MemoryNeed {
    /// What a request needs.
    ///
    /// - Parameter startBytes: what the process holds before any pixel is read.
    init(
        _ request: SurveyRequest, stack: RasterStack, selection: ReadSelection, decoder: RasterReader.Decoder,
        catalogs: [CatalogPlan], zones: SurveyZones?, startBytes: Int
    ) {
        self.init(
            stack: stack, selection: selection, decoder: decoder, catalogs: catalogs.map(CatalogMemory.init),
            threads: request.threads ?? ProcessInfo.processInfo.activeProcessorCount,
            threadsAreFixed: request.threads != nil, limit: request.memory, tileSize: request.tileSize,
            zoneCount: zones?.measures.count ?? 0, startBytes: startBytes, zoneCorners: zones?.corners ?? 0,
            addressesLeft: ProcessUsage.addressesLeft)
    }
}
