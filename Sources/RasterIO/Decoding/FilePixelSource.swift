package import RasterModel

/// The pixels of a raster and of the files beside it, read from the files.
package final class FilePixelSource: PixelSource {
    /// The files.
    package let stack: RasterStack
    /// What decodes the raster itself; the other files are read through GDAL. nil: what suits the raster.
    package let decoder: RasterReader.Decoder?
    /// How much decoded data each reader may keep for its next windows (libtiff).
    package let chunkCacheBytes: Int
    /// True where blocks that cannot be decoded are noted in the buffer; else they are errors.
    package let keepsGoing: Bool

    /// A source from its parts; see the properties.
    package init(
        _ stack: RasterStack, decoder: RasterReader.Decoder? = nil, chunkCacheBytes: Int = 0, keepsGoing: Bool = false
    ) {
        self.stack = stack
        self.decoder = decoder
        self.chunkCacheBytes = chunkCacheBytes
        self.keepsGoing = keepsGoing
    }

    /// Opens the files for one thread.
    package func open(_ selection: ReadSelection) throws -> any PixelReader {
        try RasterReader(
            stack, selection: selection, decoder: decoder ?? RasterReader.decoder(for: stack, selection),
            chunkCacheBytes: chunkCacheBytes, keepsGoing: keepsGoing)
    }
}
