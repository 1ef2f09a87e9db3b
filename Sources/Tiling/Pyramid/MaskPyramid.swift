package import RasterModel

/// The resolution levels of a mask and their blocks: level 0 is the mask, each further level halves it, the last one
/// fits into one block.
package struct MaskPyramid: Hashable, Sendable {
    /// Width and height of a block in pixels; a power of two.
    package let blockSize: Int
    /// Pixels of each level, full resolution first.
    package let sizes: [RasterSize]

    /// The levels of a mask of a raster's size.
    package init(raster: RasterSize, blockSize: Int) {
        precondition(blockSize > 0 && blockSize & (blockSize - 1) == 0)
        self.blockSize = blockSize
        var sizes = [raster]
        while let last = sizes.last, max(last.width, last.height) > blockSize {
            sizes.append(RasterSize(width: (last.width + 1) / 2, height: (last.height + 1) / 2))
        }
        self.sizes = sizes
    }

    /// Number of levels, the full resolution included.
    package var levelCount: Int { sizes.count }

    /// How many halvings end inside one block: further levels join whole blocks.
    package var levelsInsideBlock: Int { min(levelCount - 1, blockSize.trailingZeroBitCount) }

    /// Blocks of a level in a row.
    package func blocksAcross(_ level: Int) -> Int { (sizes[level].width + blockSize - 1) / blockSize }

    /// Blocks of a level in a column.
    package func blocksDown(_ level: Int) -> Int { (sizes[level].height + blockSize - 1) / blockSize }

    /// Number of blocks of a level.
    package func blockCount(_ level: Int) -> Int { blocksAcross(level) * blocksDown(level) }

    /// The pixels of a block, clipped to its level.
    package func window(level: Int, column: Int, row: Int) -> PixelWindow {
        PixelWindow(column: column * blockSize, row: row * blockSize, width: blockSize, height: blockSize)
            .intersection(PixelWindow(column: 0, row: 0, width: sizes[level].width, height: sizes[level].height))
    }
}
