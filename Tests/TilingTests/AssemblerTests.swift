import RasterModel
import TestSupport
import Testing
import Tiling

@Suite("Block and overview assemblers")
struct AssemblerTests {
    /// Every block of every level, as the assemblers gave it; counts how often each came.
    private struct Result {
        var blocks: [BlockAddress: [UInt8]] = [:]
        var deliveries: [BlockAddress: Int] = [:]
        /// Blocks said to be all 0.
        var empty: Set<BlockAddress> = []
    }

    /// Sends a mask through both assemblers, tile by tile.
    private func assemble(_ mask: RandomMask, _ pyramid: MaskPyramid, tiles: [PixelWindow]) -> Result {
        var (blocks, overviews) = (BlockAssembler(pyramid: pyramid), OverviewAssembler(pyramid: pyramid))
        var reduction = ModeReduction()
        var result = Result()
        for tile in tiles {
            for row in tile.row / pyramid.blockSize...(tile.rows.upperBound - 1) / pyramid.blockSize {
                for column in tile.column / pyramid.blockSize...(tile.columns.upperBound - 1) / pyramid.blockSize {
                    let address = BlockAddress(level: 0, column: column, row: row)
                    let window = pyramid.window(level: 0, column: column, row: row)
                    let part = window.intersection(tile)
                    guard let values = blocks.add(mask.cut(part).values, part: part, to: address) else { continue }
                    let size = RasterSize(width: window.width, height: window.height)
                    let block = RandomMask(size: size, values: values)
                    result.blocks[address] = values
                    result.deliveries[address, default: 0] += 1
                    let levels =
                        block.classes.isEmpty
                        ? []
                        : reduction.reduce(
                            values, size: size, classes: block.classes, levels: pyramid.levelsInsideBlock)
                    for done in overviews.add(levels, counts: block.counts, column: column, row: row) {
                        result.blocks[done.address] = done.values ?? []
                        result.deliveries[done.address, default: 0] += 1
                        if done.values == nil { result.empty.insert(done.address) }
                    }
                }
            }
        }
        return result
    }

    /// Compares with the definition, level by level.
    private func check(_ result: Result, _ mask: RandomMask, _ pyramid: MaskPyramid) {
        for level in 0..<pyramid.levelCount {
            let whole = mask.reduced(level: level)
            for row in 0..<pyramid.blocksDown(level) {
                for column in 0..<pyramid.blocksAcross(level) {
                    let address = BlockAddress(level: level, column: column, row: row)
                    let expected = whole.cut(pyramid.window(level: level, column: column, row: row)).values
                    #expect(result.deliveries[address] == 1, "\(address)")
                    if result.empty.contains(address) {
                        #expect(expected.allSatisfy { $0 == 0 }, "\(address)")
                    } else {
                        #expect(result.blocks[address] == expected, "\(address)")
                    }
                }
            }
        }
        #expect(result.deliveries.count == (0..<pyramid.levelCount).reduce(0) { $0 + pyramid.blockCount($1) })
    }

    @Test("Blocks and overviews do not depend on how the mask was cut into tiles", arguments: 0..<60)
    func anySplit(seed: Int) {
        var random = SeededGenerator(seed)
        let side = 1 << Int.random(in: 0...4, using: &random)
        let size = RasterSize(width: .random(in: 1...70, using: &random), height: .random(in: 1...50, using: &random))
        let mask = RandomMask(size, classes: [1, 2, 3, 200], using: &random)
        let pyramid = MaskPyramid(raster: size, blockSize: side)
        let grid = TileGrid(
            raster: size, tileWidth: .random(in: 1...40, using: &random),
            tileHeight: .random(in: 1...40, using: &random),
            halo: 0)
        // Any order at all: extra jobs hand blocks over as they get done.
        let tiles = (0..<grid.count).map(grid.core).shuffled(using: &random)
        check(assemble(mask, pyramid, tiles: tiles), mask, pyramid)
    }

    @Test("A raster without any class gives only empty overviews", arguments: [4, 8])
    func empty(blockSize: Int) {
        let size = RasterSize(width: 70, height: 33)
        let mask = RandomMask(size: size, values: Array(repeating: 0, count: size.count))
        let pyramid = MaskPyramid(raster: size, blockSize: blockSize)
        let whole = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let result = assemble(mask, pyramid, tiles: [whole])
        check(result, mask, pyramid)
        #expect(result.empty.count == result.deliveries.count - pyramid.blockCount(0))
    }

    @Test("Squares larger than a block vote with all their pixels; ties go to the lower class")
    func voting() {
        // Blocks of 2 x 2; level 2 joins 4 x 4 pixels by votes. 8 : 8 on the left, 7 : 9 on the right.
        let values: [UInt8] = [
            5, 5, 5, 5, 5, 5, 5, 5,
            5, 5, 5, 5, 5, 5, 5, 6,
            6, 6, 6, 6, 6, 6, 6, 6,
            6, 6, 6, 6, 6, 6, 6, 6,
        ]
        let size = RasterSize(width: 8, height: 4)
        let pyramid = MaskPyramid(raster: size, blockSize: 2)
        let whole = PixelWindow(column: 0, row: 0, width: 8, height: 4)
        let result = assemble(RandomMask(size: size, values: values), pyramid, tiles: [whole])
        #expect(result.blocks[BlockAddress(level: 2, column: 0, row: 0)] == [5, 6])
    }
}
