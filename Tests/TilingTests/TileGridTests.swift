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
        #expect(grid.count == 6)
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

    @Test("Records are shared out to tiles, one after the other, whatever the size of the tiles", arguments: 0..<60)
    func records(seed: Int) {
        var random = SeededGenerator(seed)
        let raster = RasterSize(width: .random(in: 1...40, using: &random), height: .random(in: 1...40, using: &random))
        let record = RasterSize(width: .random(in: 1...45, using: &random), height: .random(in: 1...45, using: &random))
        let grid = TileGrid(
            raster: raster, record: record, tileWidth: .random(in: 1...20, using: &random),
            tileHeight: .random(in: 1...20, using: &random), halo: 0)
        var owners = [Int](repeating: -1, count: raster.count)
        let whole = PixelWindow(column: 0, row: 0, width: raster.width, height: raster.height)
        var pixels = 0
        for number in 0..<grid.recordCount {
            #expect(grid.pixels(inRecords: number) == pixels)
            let window = grid.window(ofRecord: number)
            let tiles = grid.tiles(fromRecord: number)
            var tile = tiles.lowerBound
            while tile < grid.count, grid.record(ofTile: tile) == number {
                let core = grid.core(tile)
                #expect(core.intersection(window) == core && !core.isEmpty)
                #expect(
                    grid.endsRecord(tile) == (tile + 1 == grid.count || grid.record(ofTile: tile + 1) == number + 1))
                core.fill(&owners, in: whole, with: number)
                pixels += core.count
                tile += 1
            }
            #expect(grid.records(meeting: window) == [number])
        }
        #expect(pixels == raster.count && grid.pixels(inRecords: grid.recordCount) == pixels)
        let across = (raster.width + grid.record.width - 1) / grid.record.width
        let expected = (0..<raster.height).flatMap { row in
            (0..<raster.width).map { $0 / grid.record.width + row / grid.record.height * across }
        }
        #expect(owners == expected)
    }
}
