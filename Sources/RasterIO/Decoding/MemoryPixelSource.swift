package import RasterModel

/// The pixels of a raster and of others beside it, all held in memory: the twin of `FilePixelSource`.
package final class MemoryPixelSource: PixelSource {
    /// What bands, masks and plans are chosen from, as if the rasters were files.
    package let stack: RasterStack
    private let rasters: [MemoryRaster]
    private let keepsGoing: Bool

    /// A source from a raster, which sets the grid, and others that bring further bands.
    ///
    /// - Parameter keepsGoing: what is damaged is noted in the buffer; else it is an error.
    /// - Throws: when it cannot be told where the pixels of another one lie in the grid.
    package init(_ raster: MemoryRaster, others: [MemoryRaster] = [], keepsGoing: Bool = false) throws(RasterError) {
        stack = try RasterStack(raster.source, sources: others.map(\.source))
        rasters = [raster] + others
        self.keepsGoing = keepsGoing
    }

    /// A reader for one thread.
    package func open(_ selection: ReadSelection) throws -> any PixelReader {
        try RasterReader(stack, selection: selection) { file, bands, masks throws(RasterError) in
            MemoryLayerReader(
                rasters[file], bands: bands, masks: masks, type: selection.type, keepsGoing: keepsGoing)
        }
    }
}
