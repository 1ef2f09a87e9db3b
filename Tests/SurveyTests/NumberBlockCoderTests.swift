import RasterIO
import RasterModel
import TestSupport
import Testing

@testable import Survey

@Suite("Blocks of object numbers")
struct NumberBlockCoderTests {
    /// Patches of few numbers, the largest among them.
    private func numbers(_ size: RasterSize) -> [UInt32] {
        var random = SeededGenerator(size.count)
        return (0..<size.count).map { index in
            Int.random(in: 0..<4, using: &random) == 0 ? .max - UInt32(index % 7) : UInt32(index / 5 % 3)
        }
    }

    @Test(
        "Halving takes every second number; what lies beyond the raster is 0",
        arguments: [
            RasterSize(width: 16, height: 16), RasterSize(width: 7, height: 16), RasterSize(width: 1, height: 1),
        ])
    func halves(size: RasterSize) throws {
        let numbers = numbers(size)
        var coder = try NumberBlockCoder(side: 16)
        let stream = coder.encode(numbers, size: size)
        let quarter = try coder.halve(stream, count: stream.count, from: "test")
        #expect(quarter.count == 64)
        for row in 0..<8 {
            for column in 0..<8 {
                let isInside = 2 * row < size.height && 2 * column < size.width
                let expected = isInside ? numbers[2 * row * size.width + 2 * column] : 0
                #expect(quarter[row * 8 + column] == expected)
            }
        }
    }

    @Test("What is damaged is noticed")
    func damage() throws {
        var coder = try NumberBlockCoder(side: 16)
        var stream = coder.encode(numbers(RasterSize(width: 16, height: 16)), size: RasterSize(width: 16, height: 16))
        stream[stream.count / 2] ^= 0x55
        #expect(throws: RasterError.self) { try coder.halve(stream, count: stream.count, from: "test") }
    }
}
