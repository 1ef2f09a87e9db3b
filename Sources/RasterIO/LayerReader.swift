import RasterModel

/// Reads some bands and masks of one file, window by window, into the first planes and masks of a buffer. Belongs to
/// one thread.
final class LayerReader {
    private let source: RasterSource
    private let bands: [Int]
    private let maskBands: [Int]
    private let keepsGoing: Bool
    private let decoder: any WindowDecoder
    /// Masks always come through GDAL.
    private let masks: GDALDecoder?

    /// - Parameters:
    ///   - bands: for each plane the band's number, from 1.
    ///   - maskBands: for each mask the number of a band that has it.
    init(
        _ source: RasterSource, bands: [Int], maskBands: [Int], decoder: RasterReader.Decoder, chunkCacheBytes: Int,
        keepsGoing: Bool
    ) throws(RasterError) {
        let gdal = decoder == .gdal || !maskBands.isEmpty ? try GDALDecoder(path: source.path) : nil
        let tiff = decoder == .libtiff ? try TIFFDecoder(source, cacheBytes: chunkCacheBytes) : nil
        guard let chosen: any WindowDecoder = tiff ?? gdal else { preconditionFailure("one decoder is always opened") }
        self.source = source
        self.bands = bands
        self.maskBands = maskBands
        self.keepsGoing = keepsGoing
        self.decoder = chosen
        masks = gdal
    }

    /// Reads a window that lies inside the file.
    ///
    /// - Parameter buffer: has been reset to the window; may have more planes and masks than are read here.
    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        if keepsGoing {
            readWholeBlocks(window, into: &buffer)
        } else {
            try fill(&buffer, window)
        }
    }

    private func fill(_ buffer: inout PixelBuffer, _ window: PixelWindow) throws(RasterError) {
        if !bands.isEmpty { try decoder.read(window, planes: bands, into: &buffer) }
        for (place, band) in maskBands.enumerated() {
            try masks?.readMask(of: band, window, into: &buffer, as: place)
        }
    }

    /// Reads whole blocks of the file, never parts of them, so that what is lost is the same for every tiling: a
    /// block is lost where reading all of it fails.
    private func readWholeBlocks(_ window: PixelWindow, into buffer: inout PixelBuffer) {
        let layout = source.layout
        let blocks = window.blocks(width: layout.blockWidth, height: layout.blockHeight, within: source.grid.size)
        let whole = PixelWindow(
            column: blocks.map(\.column).min() ?? 0, row: blocks.map(\.row).min() ?? 0,
            endColumn: blocks.map(\.columns.upperBound).max() ?? 0, endRow: blocks.map(\.rows.upperBound).max() ?? 0)
        if whole == window, (try? fill(&buffer, window)) != nil { return }
        buffer.reset(
            window: window, bandCount: buffer.bandCount, type: buffer.type, maskCount: buffer.maskCount)
        var part = PixelBuffer()
        part.mayPack = false
        for block in blocks {
            part.reset(window: block, bandCount: bands.count, type: buffer.type, maskCount: maskBands.count)
            if (try? fill(&part, block)) != nil {
                for place in bands.indices { buffer.take(plane: place, of: part, as: place) }
                for place in maskBands.indices { buffer.take(mask: place, of: part, as: place) }
            } else {
                readLayers(of: block, by: &part, into: &buffer)
            }
        }
    }

    /// Reads the layers of a block one by one, because some of them may be whole, and notes the others.
    private func readLayers(of block: PixelWindow, by part: inout PixelBuffer, into buffer: inout PixelBuffer) {
        var lost: Set<BufferLayer> = []
        for (place, band) in bands.enumerated() {
            part.reset(window: block, bandCount: 1, type: buffer.type)
            if (try? decoder.read(block, planes: [band], into: &part)) != nil {
                buffer.take(plane: 0, of: part, as: place)
            } else {
                lost.insert(.plane(place))
            }
        }
        for (place, band) in maskBands.enumerated() {
            part.reset(window: block, bandCount: 0, type: buffer.type, maskCount: 1)
            if (try? masks?.readMask(of: band, block, into: &part, as: 0)) != nil {
                buffer.take(mask: 0, of: part, as: place)
            } else {
                lost.insert(.mask(place))
            }
        }
        let window = block.intersection(buffer.window)
        if !lost.isEmpty { buffer.unreadable.append(UnreadablePart(window: window, layers: lost)) }
    }
}
