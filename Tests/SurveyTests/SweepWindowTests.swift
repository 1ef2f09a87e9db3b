import RasterModel
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Windows of a mask for sweeps")
struct SweepWindowTests {
    private static let size = RasterSize(width: 1300, height: 700)

    @Test("any window is what the mask holds there, over the seams of blocks too")
    func windows() throws {
        var random = SeededGenerator(7)
        let codes = (0..<Self.size.count).map { UInt8(($0 / 37 + $0 / Self.size.width) % 5) }
        let mask = SmallMask(width: Self.size.width, height: Self.size.height, codes: codes)
        let sweep = try SmallSweep(mask, .threeClasses())
        var reader = try SweepReader(sweep.sweeps.frame, sweep.source)
        let raster = PixelWindow(column: 0, row: 0, width: Self.size.width, height: Self.size.height)
        var found: [UInt8] = []
        // A block with a halo first: it meets nine blocks at most.
        var windows = [PixelWindow(column: 500, row: 500, width: 540, height: 200), raster]
        for _ in 0..<20 {
            let (column, row) = (Int.random(in: 0..<1300, using: &random), Int.random(in: 0..<700, using: &random))
            windows.append(
                PixelWindow(
                    column: column, row: row, width: .random(in: 1...1300 - column, using: &random),
                    height: .random(in: 1...700 - row, using: &random)))
        }
        for window in windows {
            try reader.codes(of: window, into: &found)
            #expect(found == window.extract(from: codes, in: raster), "\(window)")
        }
    }

    @Test("signals of any window are what was put there, and nothing elsewhere")
    func signals() throws {
        let folder = try ScratchFolder()
        let pyramid = MaskPyramid(raster: Self.size, blockSize: 512)
        let spool = SignalSpool(pyramid: pyramid, count: 2, path: folder.file("signals"))
        try spool.create()
        let put = PixelWindow(column: 400, row: 450, width: 300, height: 200)
        let values = put.rows.flatMap { row in put.columns.map { Float(row * 10_000 + $0) } }
        var writer = try SignalWriter(spool)
        try writer.put(values, of: put, core: put, signal: 1)
        var reader = try SignalReader(spool)
        let window = PixelWindow(column: 390, row: 500, width: 200, height: 60)
        let found = try reader.values(of: window, signal: 1)
        for row in window.rows {
            for column in window.columns {
                let value = found[window.index(column: column, row: row)]
                if put.columns.contains(column) {
                    #expect(value == Float(row * 10_000 + column))
                } else {
                    #expect(value.isNaN)
                }
            }
        }
        #expect(try reader.values(of: window, signal: 0).allSatisfy(\.isNaN))
    }
}
