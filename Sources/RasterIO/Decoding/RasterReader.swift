package import RasterModel

/// Reads windows of a raster, and of the files beside it, into pixel buffers: samples and masks. What is valid is
/// judged from them afterwards, for each purpose by its own rule (`BandView.validity`). One reader belongs to one
/// thread; every thread opens its own.
package struct RasterReader: ~Copyable {
    /// Which library decodes the blocks.
    package enum Decoder: String, Sendable, Hashable {
        /// Any raster that GDAL opens.
        case gdal
        /// Plain local TIFFs: a tile or strip per call, past GDAL's block cache. The pixels are the same.
        case libtiff
    }

    private let selection: ReadSelection
    private let base: LayerReader
    private let overlays: [OverlayReader]

    /// Opens a raster and the files beside it for one thread.
    ///
    /// - Parameters:
    ///   - selection: which planes and masks are wanted; made for this stack.
    ///   - decoder: of the raster itself; the other files are read through GDAL.
    ///   - chunkCacheBytes: how much decoded data the libtiff decoder may keep for the next windows.
    ///   - keepsGoing: note blocks that cannot be decoded in the buffer instead of failing.
    /// - Throws: when a file cannot be opened.
    package init(
        _ stack: RasterStack, selection: ReadSelection, decoder: Decoder, chunkCacheBytes: Int,
        keepsGoing: Bool = false
    ) throws(RasterError) {
        let base = try LayerReader(
            stack.base, bands: selection.planes.filter { $0.file == 0 }.map(\.number),
            masks: selection.masks.filter { $0.file == 0 }, decoder: decoder, chunkCacheBytes: chunkCacheBytes,
            keepsGoing: keepsGoing)
        var overlays: [OverlayReader] = []
        for file in Set(selection.planes.map(\.file)).subtracting([0]).sorted() {
            overlays.append(try OverlayReader(stack, selection: selection, file: file, keepsGoing: keepsGoing))
        }
        self.selection = selection
        self.base = base
        self.overlays = overlays
    }

    /// The decoder that suits a raster. libtiff hands out samples as they are stored, so another file with another type
    /// needs GDAL, which converts them.
    package static func decoder(for stack: RasterStack, _ selection: ReadSelection) -> Decoder {
        let types = stack.base.bands.map(\.type)
        return stack.base.layout.isPlainTIFF && types.allSatisfy { $0 == selection.type } ? .libtiff : .gdal
    }

    /// Reads a window that lies inside the raster.
    ///
    /// - Throws: when a block cannot be decoded; the error names file and window.
    package mutating func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        buffer.reset(
            window: window, bandCount: selection.planes.count, type: selection.type,
            maskCount: selection.masks.count)
        try base.read(window, into: &buffer)
        for overlay in overlays { try overlay.read(window, into: &buffer) }
    }
}
