public import RasterModel

/// Reads windows of a raster into pixel buffers, with their validity. One reader belongs to one thread; every thread
/// opens its own.
public struct RasterReader: ~Copyable {
    /// Which library decodes the blocks.
    public enum Decoder: String, Sendable, Hashable {
        /// Any raster that GDAL opens.
        case gdal
        /// Plain local TIFFs: a tile or strip per call, past GDAL's block cache. The pixels are the same.
        case libtiff
    }

    private let source: RasterSource
    private let selection: BandSelection
    private let keepsGoing: Bool
    private let decoder: any WindowDecoder
    /// Masks always come through GDAL.
    private let masks: GDALDecoder?

    /// Opens a raster for one thread.
    ///
    /// Opens the raster for one thread.
    ///
    /// - Parameters:
    ///   - chunkCacheBytes: how much decoded data the libtiff decoder may keep for the next windows.
    ///   - keepsGoing: note blocks that cannot be decoded in the buffer instead of failing.
    /// - Throws: when the raster cannot be opened.
    public init(
        _ source: RasterSource, selection: BandSelection, decoder: Decoder, chunkCacheBytes: Int,
        keepsGoing: Bool = false
    ) throws(RasterError) {
        let gdal = decoder == .gdal || !selection.validity.maskBands.isEmpty ? try GDALDecoder(path: source.path) : nil
        let tiff = decoder == .libtiff ? try TIFFDecoder(source, cacheBytes: chunkCacheBytes) : nil
        guard let chosen: any WindowDecoder = tiff ?? gdal else { preconditionFailure("one decoder is always opened") }
        self.source = source
        self.selection = selection
        self.keepsGoing = keepsGoing
        self.decoder = chosen
        masks = gdal
    }

    /// The decoder that suits a raster.
    public static func decoder(for source: RasterSource) -> Decoder {
        source.layout.isPlainTIFF ? .libtiff : .gdal
    }

    /// Reads a window that lies inside the raster.
    ///
    /// - Throws: when a block cannot be decoded; the error names file and window.
    public mutating func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        buffer.reset(window: window, bandCount: selection.planes.count, type: selection.type)
        if keepsGoing {
            try readWholeBlocks(window, into: &buffer)
        } else {
            try fill(&buffer, window)
        }
    }

    private func fill(_ buffer: inout PixelBuffer, _ window: PixelWindow) throws(RasterError) {
        try decoder.read(window, planes: selection.planes, into: &buffer)
        selection.validity.apply(to: &buffer)
        for band in selection.validity.maskBands { try masks?.applyMask(of: band, window, to: &buffer) }
    }

    /// Reads whole blocks of the raster, never parts of them, so that what is lost is the same for every tiling: a
    /// block is lost where reading all of it fails.
    private func readWholeBlocks(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        let layout = source.layout
        let blocks = window.blocks(width: layout.blockWidth, height: layout.blockHeight, within: source.grid.size)
        let whole = PixelWindow(
            column: blocks.map(\.column).min() ?? 0, row: blocks.map(\.row).min() ?? 0,
            endColumn: blocks.map(\.columns.upperBound).max() ?? 0, endRow: blocks.map(\.rows.upperBound).max() ?? 0)
        if whole == window, (try? fill(&buffer, window)) != nil { return }
        buffer.reset(window: window, bandCount: selection.planes.count, type: selection.type)
        var part = PixelBuffer()
        part.mayPack = false
        for block in blocks {
            part.reset(window: block, bandCount: selection.planes.count, type: selection.type)
            do {
                try fill(&part, block)
                buffer.take(part)
            } catch {
                buffer.unreadable.append(block.intersection(window))
            }
        }
    }
}
