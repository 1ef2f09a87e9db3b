import RasterModel
import TestSupport
import Testing

@Suite("Windows")
struct PixelWindowTests {
    private func window(_ column: Int, _ row: Int, _ width: Int, _ height: Int) -> PixelWindow {
        PixelWindow(column: column, row: row, width: width, height: height)
    }

    private func randomWindow(_ random: inout SeededGenerator) -> PixelWindow {
        window(
            .random(in: -6...6, using: &random), .random(in: -6...6, using: &random),
            .random(in: 0...7, using: &random), .random(in: 0...7, using: &random))
    }

    @Test("An intersection holds the pixels that lie in both windows, and no others", arguments: 0..<200)
    func intersection(seed: Int) {
        var random = SeededGenerator(seed)
        let (a, b) = (randomWindow(&random), randomWindow(&random))
        let shared = a.intersection(b)
        for row in -8..<16 {
            for column in -8..<16 {
                let inside = { (w: PixelWindow) in w.columns.contains(column) && w.rows.contains(row) }
                #expect(inside(shared) == (inside(a) && inside(b)))
            }
        }
        #expect(b.intersection(a) == shared)
    }

    @Test("Windows that only touch share nothing")
    func touching() {
        let left = window(2, 3, 4, 5)
        for other in [window(6, 3, 4, 5), window(2, 8, 4, 5), window(-2, 3, 4, 5), window(6, 8, 1, 1)] {
            #expect(left.intersection(other).isEmpty)
            #expect(left.intersection(other).count == 0)
        }
        #expect(left.intersection(window(5, 7, 9, 9)) == window(5, 7, 1, 1))
    }

    @Test("A window is empty where it has no column or no row", arguments: [(0, 3), (3, 0), (0, 0)])
    func empty(width: Int, height: Int) {
        #expect(window(1, 1, width, height).isEmpty)
        #expect(!window(1, 1, 1, 1).isEmpty)
    }

    @Test("Growing adds the halo on every side and stops at the raster's edges")
    func grown() {
        let size = RasterSize(width: 20, height: 10)
        #expect(window(5, 4, 3, 2).grown(by: 2, within: size) == window(3, 2, 7, 6))
        #expect(window(5, 4, 3, 2).grown(by: 0, within: size) == window(5, 4, 3, 2))
        #expect(window(0, 0, 3, 2).grown(by: 2, within: size) == window(0, 0, 5, 4))
        #expect(window(18, 9, 2, 1).grown(by: 3, within: size) == window(15, 6, 5, 4))
        #expect(window(5, 4, 3, 2).grown(by: 99, within: size) == window(0, 0, 20, 10))
        #expect(window(0, 0, 1, 1).grown(by: 4, within: RasterSize(width: 1, height: 1)) == window(0, 0, 1, 1))
    }

    @Test("The blocks that a window touches are whole, in row-major order, and clipped to the raster")
    func blocks() {
        let size = RasterSize(width: 11, height: 13)
        let touched = [
            window(0, 0, 4, 8), window(4, 0, 4, 8), window(8, 0, 3, 8),
            window(0, 8, 4, 5), window(4, 8, 4, 5), window(8, 8, 3, 5),
        ]
        #expect(window(3, 5, 6, 4).blocks(width: 4, height: 8, within: size) == touched)
        #expect(window(4, 0, 4, 8).blocks(width: 4, height: 8, within: size) == [touched[1]])
        #expect(window(5, 9, 1, 1).blocks(width: 512, height: 512, within: size) == [window(0, 0, 11, 13)])
        #expect(PixelWindow(column: 3, row: 5, endColumn: 9, endRow: 9) == window(3, 5, 6, 4))
    }

    @Test("A window says its columns and rows as half-open ranges")
    func text() {
        #expect(window(512, 0, 256, 100).description == "columns 512..<768, rows 0..<100")
    }
}
