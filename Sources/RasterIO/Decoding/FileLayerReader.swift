import RasterModel

/// Reads some bands and masks of one file, window by window, into the first planes and masks of a buffer. Belongs to
/// one thread.
final class FileLayerReader: LayerReader {
    private let source: RasterSource
    private let bands: [Int]
    private let maskLayers: [MaskLayer]
    private let keepsGoing: Bool
    private let decoder: any WindowDecoder
    /// Masks always come through GDAL.
    private let masks: GDALDecoder?
    /// Where a mosaic has sources.
    private let coverage: GDALDecoder?

    /// - Parameters:
    ///   - bands: for each plane the band's number, from 1.
    ///   - masks: for each mask where it comes from in this file.
    init(
        _ source: RasterSource, bands: [Int], masks: [MaskLayer], decoder: RasterReader.Decoder, chunkCacheBytes: Int,
        keepsGoing: Bool
    ) throws(RasterError) {
        let hasMasks = masks.contains { if case .band = $0 { true } else { false } }
        let gdal =
            decoder == .gdal || hasMasks ? try GDALDecoder(path: source.path, opening: source.openedName) : nil
        let document =
            masks.contains { if case .sources = $0 { true } else { false } } ? source.coverage?.document : nil
        let tiff = decoder == .libtiff ? try TIFFDecoder(source, cacheBytes: chunkCacheBytes) : nil
        guard let chosen: any WindowDecoder = tiff ?? gdal else { preconditionFailure("one decoder is always opened") }
        self.source = source
        self.bands = bands
        maskLayers = masks
        coverage = try document.map { name throws(RasterError) in try GDALDecoder(path: source.path, opening: name) }
        self.keepsGoing = keepsGoing
        self.decoder = chosen
        self.masks = gdal
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
        if !bands.isEmpty {
            try decoder.read(window, planes: bands, into: &buffer)
            fillMissingBlocks(of: window, in: &buffer)
        }
        for (index, layer) in maskLayers.enumerated() { try read(layer, window, into: &buffer, as: index) }
    }

    /// GDAL does not know of the nodata value that somebody gives; libtiff's decoder does.
    private func fillMissingBlocks(of window: PixelWindow, in buffer: inout PixelBuffer) {
        guard source.fillsMissingBlocks, let gdal = decoder as? GDALDecoder else { return }
        let layout = source.layout
        for block in window.blocks(width: layout.blockWidth, height: layout.blockHeight, within: source.grid.size) {
            for (plane, band) in bands.enumerated() {
                guard let value = source.bands[band - 1].nodata, gdal.isMissing(block, of: band) else { continue }
                buffer.fill(plane: plane, block.intersection(window), with: value)
            }
        }
    }

    private func read(
        _ layer: MaskLayer, _ window: PixelWindow, into buffer: inout PixelBuffer, as index: Int
    ) throws(RasterError) {
        switch layer {
        case .band(let address): try masks?.readMask(of: address.number, window, into: &buffer, as: index)
        case .sources(let address): try coverage?.readBand(address.number, window, into: &buffer, as: index)
        case .reach: preconditionFailure("where a file reaches is not read from it")
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
            part.reset(window: block, bandCount: bands.count, type: buffer.type, maskCount: maskLayers.count)
            if (try? fill(&part, block)) != nil {
                for index in bands.indices { buffer.take(plane: index, of: part, as: index) }
                for index in maskLayers.indices { buffer.take(mask: index, of: part, as: index) }
            } else {
                readLayers(of: block, by: &part, into: &buffer)
            }
        }
    }

    /// Reads the layers of a block one by one, because some of them may be whole, and notes the others.
    private func readLayers(of block: PixelWindow, by part: inout PixelBuffer, into buffer: inout PixelBuffer) {
        var lost: Set<BufferLayer> = []
        for (index, band) in bands.enumerated() {
            part.reset(window: block, bandCount: 1, type: buffer.type)
            if (try? decoder.read(block, planes: [band], into: &part)) != nil {
                buffer.take(plane: 0, of: part, as: index)
            } else {
                lost.insert(.plane(index))
            }
        }
        for (index, layer) in maskLayers.enumerated() {
            part.reset(window: block, bandCount: 0, type: buffer.type, maskCount: 1)
            if (try? read(layer, block, into: &part, as: 0)) != nil {
                buffer.take(mask: 0, of: part, as: index)
            } else {
                lost.insert(.mask(index))
            }
        }
        let window = block.intersection(buffer.window)
        if !lost.isEmpty { buffer.unreadable.append(UnreadablePart(window: window, layers: lost)) }
    }
}
