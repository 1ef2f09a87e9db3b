package import RasterModel

extension ReadSelection {
    /// What reading the other files takes, per worker.
    package struct OtherFileBytes: Sendable, Hashable {
        /// Samples kept, blocks being decoded, tables of blocks.
        package var workBytes = 0
        /// Share of GDAL's block cache with which each block of a tile is decoded once.
        package var cacheBytes = 0
    }

    /// Bytes that the other files of a reading take beside the buffer; 0 where none is used.
    ///
    /// - Parameter tile: size of the windows that are read.
    package func otherFiles(of stack: RasterStack, tile: RasterSize) -> OtherFileBytes {
        var bytes = OtherFileBytes()
        for file in Set(planes.map(\.file)).subtracting([0]) {
            let other = stack.others[file - 1]
            let (layout, size) = (other.source.layout, other.source.grid.size)
            let planes = planes.count { $0.file == file } + masks.count { $0.file == file }
            let covered = other.alignment.window(
                of: PixelWindow(column: 0, row: 0, width: tile.width, height: tile.height))
            let part = min(covered.count * planes * type.size, OverlayReader.partBytes)
            let blocks = (size.width / layout.blockWidth + 1) * (size.height / layout.blockHeight + 1)
            let held = layout.mosaicDepth > 0 ? 0 : layout.heldBytes + layout.maskBytes
            bytes.workBytes +=
                held + part + 2 * layout.decodedBytes + 16 * blocks * other.source.bands.count + 8 * tile.width
            // The blocks that a band of rows touches, in all bands that are decoded together.
            let across = min(covered.width, size.width) / layout.blockWidth + 2
            let row = across * layout.decodedBytes * (layout.isPixelInterleaved ? 1 : planes)
            bytes.cacheBytes += max(min(row, 16_000_000), layout.decodedBytes)
        }
        return bytes
    }
}
