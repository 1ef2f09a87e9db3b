import RasterModel
import TestSupport
import Testing

@Suite("Alignment of grids")
struct GridAlignmentTests {
    private func northUp(_ x: Double, _ y: Double, _ side: Double) -> GeoTransform {
        GeoTransform(originX: x, columnX: side, rowX: 0, originY: y, columnY: 0, rowY: -side)
    }

    private let ten = GeoTransform(originX: 600_000, columnX: 10, rowX: 0, originY: 5_100_000, columnY: 0, rowY: -10)

    @Test("A grid and itself: every pixel at its own place")
    func identity() {
        let size = RasterSize(width: 7, height: 5)
        for alignment in [GridAlignment(identity: size), GridAlignment(of: ten, in: ten, size: size)] {
            for row in 0..<5 {
                for column in 0..<7 {
                    let place = alignment.pixel(column: column, row: row)
                    #expect(place.column == column && place.row == row)
                }
            }
            #expect(alignment.isSeparable && alignment.covers(size))
            #expect(!alignment.covers(RasterSize(width: 8, height: 5)))
        }
    }

    @Test("Coarse pixels hold the centres of six by six fine ones; of fine pixels the one at the centre is taken")
    func satelliteGrids() {
        let sixty = GridAlignment(
            of: ten, in: northUp(600_000, 5_100_000, 60), size: RasterSize(width: 2, height: 2))
        #expect((0..<13).map { sixty.pixel(column: $0, row: 0).column } == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2])
        // The centre of a 20 m pixel is a corner of 10 m pixels: the one to the right and below counts.
        let fine = GridAlignment(of: northUp(600_000, 5_100_000, 20), in: ten, size: RasterSize(width: 9, height: 9))
        #expect((0..<4).map { fine.pixel(column: $0, row: $0).column } == [1, 3, 5, 7])
        #expect((0..<4).map { fine.pixel(column: $0, row: $0).row } == [1, 3, 5, 7])
    }

    @Test("Where centres meet borders, rounding in the coordinates does not decide", arguments: 0..<20)
    func ties(seed: Int) {
        var random = SeededGenerator(seed)
        let side = Double.random(in: 0.01...1, using: &random)
        let (x, y) = (Double.random(in: 1e5...9e5, using: &random), Double.random(in: 1e6...9e6, using: &random))
        let fine = GridAlignment(
            of: northUp(x, y, 2 * side), in: northUp(x, y, side), size: RasterSize(width: 4000, height: 4000))
        let places = (0..<2000).map { fine.pixel(column: $0, row: $0) }
        #expect(places.map(\.column) == (0..<2000).map { 2 * $0 + 1 })
        #expect(places.map(\.row) == (0..<2000).map { 2 * $0 + 1 })
    }

    @Test("South-up and turned grids")
    func turned() {
        let south = GeoTransform(originX: 600_000, columnX: 10, rowX: 0, originY: 5_099_950, columnY: 0, rowY: 10)
        let upside = GridAlignment(of: ten, in: south, size: RasterSize(width: 5, height: 5))
        #expect((0..<6).map { upside.pixel(column: 2, row: $0).row } == [4, 3, 2, 1, 0, -1])
        // Columns run north and rows run east.
        let quarter = GeoTransform(originX: 600_000, columnX: 0, rowX: 10, originY: 5_099_950, columnY: 10, rowY: 0)
        let turned = GridAlignment(of: ten, in: quarter, size: RasterSize(width: 5, height: 5))
        #expect(!turned.isSeparable)
        let place = turned.pixel(column: 1, row: 3)
        #expect(place.column == 1 && place.row == 1)
    }

    @Test("The window of a window holds all its places, and no row or column too many", arguments: 0..<50)
    func windows(seed: Int) {
        var random = SeededGenerator(seed)
        func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
        let other = GeoTransform(
            originX: number(-50...50), columnX: number(0.3...8), rowX: number(-1...1), originY: number(-50...50),
            columnY: number(-1...1), rowY: -number(0.3...8))
        let alignment = GridAlignment(
            of: northUp(0, 0, number(0.5...3)), in: other, size: RasterSize(width: 40, height: 30))
        let window = PixelWindow(
            column: .random(in: 0...20, using: &random), row: .random(in: 0...20, using: &random),
            width: .random(in: 1...15, using: &random), height: .random(in: 1...15, using: &random))
        let places = window.rows.flatMap { row in window.columns.map { alignment.pixel(column: $0, row: row) } }
        let (columns, rows) = (places.map(\.column), places.map(\.row))
        let all = PixelWindow(
            column: columns.min() ?? 0, row: rows.min() ?? 0, endColumn: (columns.max() ?? 0) + 1,
            endRow: (rows.max() ?? 0) + 1)
        let expected = all.intersection(PixelWindow(column: 0, row: 0, width: 40, height: 30))
        let found = alignment.window(of: window)
        #expect(found == expected || (found.isEmpty && expected.isEmpty))
    }

    @Test("Worlds apart: outside, not a crash")
    func farAway() {
        let alignment = GridAlignment(
            of: northUp(1e300, -1e300, 1), in: northUp(0, 0, 1e-9), size: RasterSize(width: 3, height: 3))
        #expect(alignment.window(of: PixelWindow(column: 0, row: 0, width: 4, height: 4)).isEmpty)
        #expect(!alignment.covers(RasterSize(width: 1, height: 1)))
    }
}
