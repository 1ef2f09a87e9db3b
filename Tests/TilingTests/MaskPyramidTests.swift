import RasterModel
import TestSupport
import Testing
import Tiling

@Suite("Mask pyramid")
struct MaskPyramidTests {
    @Test(
        "Levels halve, rounding up, until one block holds them",
        arguments: [
            (1, 1, 8, [[1, 1]]), (8, 8, 8, [[8, 8]]), (9, 8, 8, [[9, 8], [5, 4]]),
            (33, 5, 8, [[33, 5], [17, 3], [9, 2], [5, 1]]),
            (100, 70, 4, [[100, 70], [50, 35], [25, 18], [13, 9], [7, 5], [4, 3]]),
            (3, 1, 1, [[3, 1], [2, 1], [1, 1]]),
        ])
    func sizes(width: Int, height: Int, block: Int, expected: [[Int]]) {
        let pyramid = MaskPyramid(raster: RasterSize(width: width, height: height), blockSize: block)
        #expect(pyramid.sizes.map { [$0.width, $0.height] } == expected)
        #expect(pyramid.levelCount == expected.count)
    }

    @Test("Halvings inside a block: as many as the block has bits, or levels there are")
    func levelsInsideBlock() {
        let levels = { (side: Int, block: Int) in
            MaskPyramid(raster: RasterSize(width: side, height: 1), blockSize: block).levelsInsideBlock
        }
        #expect([levels(8, 8), levels(9, 8), levels(64, 8), levels(65, 8), levels(1000, 8)] == [0, 1, 3, 3, 3])
        #expect(levels(1000, 1) == 0)
    }

    @Test("Blocks share out each level: every pixel once", arguments: 0..<30)
    func partition(seed: Int) {
        var random = SeededGenerator(seed)
        let raster = RasterSize(width: .random(in: 1...50, using: &random), height: .random(in: 1...50, using: &random))
        let pyramid = MaskPyramid(raster: raster, blockSize: 1 << Int.random(in: 0...4, using: &random))
        for (level, size) in pyramid.sizes.enumerated() {
            var seen = [Int](repeating: 0, count: size.count)
            for row in 0..<pyramid.blocksDown(level) {
                for column in 0..<pyramid.blocksAcross(level) {
                    let window = pyramid.window(level: level, column: column, row: row)
                    for y in window.rows { for x in window.columns { seen[y * size.width + x] += 1 } }
                }
            }
            #expect(seen.allSatisfy { $0 == 1 })
            #expect(pyramid.blockCount(level) == pyramid.blocksAcross(level) * pyramid.blocksDown(level))
        }
    }
}
