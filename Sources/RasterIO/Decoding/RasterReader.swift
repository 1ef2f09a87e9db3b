package import RasterModel

/// Reads windows of a raster, and of the files beside it, into pixel buffers: samples and masks. What is valid is
/// judged from them afterwards, for each purpose by its own rule (`BandView.validity`). One reader belongs to one
/// thread; every thread opens its own.
package final class RasterReader: PixelReader {
    /// Which library decodes the blocks.
    package enum Decoder: String, Sendable, Hashable {
        /// Any raster that GDAL opens.
        case gdal
        /// Plain local TIFFs: a tile or strip per call, past GDAL's block cache. The pixels are the same.
        case libtiff
    }

    private let selection: ReadSelection
    private let base: any LayerReader
    private let overlays: [OverlayReader]

    /// Opens a raster and the files beside it for one thread.
    ///
    /// - Parameters:
    ///   - selection: which planes and masks are wanted; made for this stack.
    ///   - decoder: of the raster itself; the other files are read through GDAL.
    ///   - chunkCacheBytes: how much decoded data the libtiff decoder may keep for the next windows.
    ///   - keepsGoing: note blocks that cannot be decoded in the buffer instead of failing.
    /// - Throws: when a file cannot be opened.
    package convenience init(
        _ stack: RasterStack, selection: ReadSelection, decoder: Decoder, chunkCacheBytes: Int,
        keepsGoing: Bool = false
    ) throws(RasterError) {
        try self.init(stack, selection: selection) { file, bands, masks throws(RasterError) in
            try FileLayerReader(
                stack.source(of: file), bands: bands, masks: masks, decoder: file == 0 ? decoder : .gdal,
                chunkCacheBytes: file == 0 ? chunkCacheBytes : 0, keepsGoing: keepsGoing)
        }
    }

    /// A reader of layers that are opened elsewhere.
    ///
    /// - Parameter open: opens a file, by its number in the stack, for some of its bands, by number, and of its masks.
    init(
        _ stack: RasterStack, selection: ReadSelection,
        open: (_ file: Int, [Int], [MaskLayer]) throws(RasterError) -> any LayerReader
    ) throws(RasterError) {
        self.selection = selection
        base = try open(
            0, selection.planes.filter { $0.file == 0 }.map(\.number), selection.masks.filter { $0.file == 0 })
        var overlays: [OverlayReader] = []
        for file in Set(selection.planes.map(\.file)).subtracting([0]).sorted() {
            overlays.append(
                try OverlayReader(stack, selection: selection, file: file) { bands, masks throws(RasterError) in
                    try open(file, bands, masks)
                })
        }
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
    package func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        buffer.reset(
            window: window, bandCount: selection.planes.count, type: selection.type,
            maskCount: selection.masks.count)
        try base.read(window, into: &buffer)
        for overlay in overlays { try overlay.read(window, into: &buffer) }
    }
}
