import RasterModel
import TestSupport
import Testing
import Tiling

@Suite("Tile grid")
struct TileGridTests {
    private func grid(_ width: Int, _ height: Int, tile: (Int, Int), halo: Int = 0) -> TileGrid {
        TileGrid(
            raster: RasterSize(width: width, height: height), tileWidth: tile.0, tileHeight: tile.1, halo: halo)
    }

    @Test("Cores share the raster out: every pixel once, in row-major order of tiles", arguments: 0..<60)
    func partition(seed: Int) {
        var random = SeededGenerator(seed)
        let (width, height) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
        let tile = (Int.random(in: 1...45, using: &random), Int.random(in: 1...45, using: &random))
        let grid = grid(width, height, tile: tile)
        var owners = [Int](repeating: -1, count: width * height)
        for number in 0..<grid.count {
            let core = grid.core(number)
            #expect(!core.isEmpty && core.width <= tile.0 && core.height <= tile.1)
            for row in core.rows {
                for column in core.columns {
                    #expect(owners[row * width + column] == -1)
                    owners[row * width + column] = number
                }
            }
        }
        let expected = (0..<height).flatMap { row in
            (0..<width).map { $0 / tile.0 + row / tile.1 * ((width + tile.0 - 1) / tile.0) }
        }
        #expect(owners == expected)
    }

    @Test("The last tiles are as narrow as what is left")
    func rest() {
        let grid = grid(1025, 513, tile: (512, 512))
        #expect(grid.across == 3 && grid.down == 2 && grid.count == 6)
        #expect(grid.core(2) == PixelWindow(column: 1024, row: 0, width: 1, height: 512))
        #expect(grid.core(5) == PixelWindow(column: 1024, row: 512, width: 1, height: 1))
    }

    @Test("A tile larger than the raster is the raster")
    func larger() {
        let grid = grid(7, 3, tile: (512, 512), halo: 600)
        #expect(grid.count == 1)
        #expect(grid.core(0) == PixelWindow(column: 0, row: 0, width: 7, height: 3))
        #expect(grid.window(0) == grid.core(0))
    }

    @Test("A window is the core with its halo, inside the raster")
    func halo() {
        let grid = grid(100, 90, tile: (30, 40), halo: 5)
        #expect(grid.window(0) == PixelWindow(column: 0, row: 0, width: 35, height: 45))
        #expect(grid.window(5) == PixelWindow(column: 25, row: 35, width: 40, height: 50))
        #expect(grid.window(11) == PixelWindow(column: 85, row: 75, width: 15, height: 15))
    }
}
