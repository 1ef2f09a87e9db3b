import RasterModel
import TestSupport
import Testing

@testable import Survey

@Suite("Preview lattice")
struct PreviewTests {
    /// A buffer of one band in which every pixel knows where it is.
    private func buffer(_ window: PixelWindow, raster: RasterSize) -> PixelBuffer {
        var buffer = PixelBuffer()
        buffer.reset(window: window, bandCount: 1, type: .uint32)
        for row in 0..<window.height {
            for column in 0..<window.width {
                buffer.uint32[row * window.width + column] = UInt32(
                    (window.row + row) * raster.width + window.column + column)
            }
        }
        return buffer
    }

    /// The number that each lattice point was given, row-major; nil where it was given none or twice.
    private func points(_ lattice: Preview.Lattice, windows: [PixelWindow]) -> [Float?] {
        var found = [[Float]](repeating: [], count: lattice.size.count)
        for window in windows {
            let samples = lattice.samples(
                of: window, buffer: buffer(window, raster: lattice.raster),
                codes: Array(repeating: 1, count: window.count))
            var index = 0
            for row in samples.rows {
                for column in samples.columns {
                    found[row * lattice.size.width + column].append(samples.values[3 * index])
                    index += 1
                }
            }
            #expect(samples.codes.count == index && samples.values.count == 3 * index)
        }
        return found.map { $0.count == 1 ? $0[0] : nil }
    }

    @Test("Every lattice point is taken once, from the same pixel for any tiling", arguments: 0..<12)
    func tiling(seed: Int) {
        var random = SeededGenerator(seed)
        let (long, short) = (Int.random(in: 1...1600, using: &random), Int.random(in: 1...90, using: &random))
        let raster = seed % 2 == 0 ? RasterSize(width: long, height: short) : RasterSize(width: short, height: long)
        let lattice = Preview.Lattice(raster: raster, planes: [0, 0, 0])
        #expect(max(lattice.size.width, lattice.size.height) <= Preview.longSide)
        let whole = points(
            lattice, windows: [PixelWindow(column: 0, row: 0, width: raster.width, height: raster.height)])
        #expect(!whole.contains(nil))
        let side = Int.random(in: 37...700, using: &random)
        let tiles = stride(from: 0, to: raster.height, by: side).flatMap { row in
            stride(from: 0, to: raster.width, by: side).map { column in
                PixelWindow(
                    column: column, row: row, width: min(side, raster.width - column),
                    height: min(side, raster.height - row))
            }
        }
        let isEqual = points(lattice, windows: tiles) == whole
        #expect(isEqual, "\(raster), tiles of \(side)")
    }
}
