import Testing

@testable import RasterIO

/// Undoing a TIFF's predictor, against a loop over single samples that is written as the specification says it.
struct PredictorTests {
    /// Widths around every length at which the program takes another way, and one of many steps.
    static let widths = Array(1...37) + [63, 64, 65, 200]
    static let bands = Array(1...18) + [31, 32, 33]

    @Test(arguments: [1, 2, 4, 8], [false, true])
    func horizontalDifferencesAddUp(size: Int, isSwapped: Bool) {
        for bands in Self.bands {
            for width in Self.widths {
                let stored = drawn(3 * width * bands * size, seed: UInt64(width * 64 + bands))
                let expected = summed(
                    stored, width: width, bands: bands, size: size, isSwapped: isSwapped)
                #expect(
                    undone(.horizontal, stored, row: width * bands, stride: bands, size: size, isSwapped: isSwapped)
                        == expected, "\(width) pixels of \(bands) samples of \(size) bytes")
            }
        }
    }

    /// Orders bytes by weight, highest first, whatever the file's order of bytes.
    @Test(arguments: [2, 4, 8], [false, true])
    func floatingPointIsGathered(size: Int, isSwapped: Bool) {
        for bands in [1, 2, 3, 4, 7, 16, 17] {
            for width in [1, 2, 3, 5, 16, 33] {
                let row = width * bands
                let stored = drawn(2 * row * size, seed: UInt64(width * 64 + bands))
                // Bytes are differences to the byte as many places before as a pixel has samples.
                let sums = summed(stored, width: width * size, bands: bands, size: 1, isSwapped: false)
                var expected = sums
                for line in 0..<2 {
                    for sample in 0..<row {
                        for byte in 0..<size {
                            expected[(line * row + sample) * size + byte] =
                                sums[line * row * size + (size - 1 - byte) * row + sample]
                        }
                    }
                }
                #expect(
                    undone(.floatingPoint, stored, row: row, stride: bands, size: size, isSwapped: isSwapped)
                        == expected, "\(width) pixels of \(bands) samples of \(size) bytes")
            }
        }
    }

    /// What follows the last whole row stays as it is, and so does all where nothing was predicted.
    @Test func nothingElseIsTouched() {
        for (bands, width) in [(1, 40), (3, 21), (4, 16), (5, 9), (11, 7), (20, 5)] {
            let stored = drawn(2 * width * bands + 15, seed: 7)
            let result = undone(.horizontal, stored, row: width * bands, stride: bands, size: 1, isSwapped: false)
            #expect(result.suffix(15) == stored.suffix(15) || width * bands <= 15)
            #expect(undone(.none, stored, row: width * bands, stride: bands, size: 1, isSwapped: false) == stored)
        }
    }

    /// Samples of the other order of bytes are turned where nothing was predicted.
    @Test(arguments: [1, 2, 4, 8]) func samplesAreTurned(size: Int) {
        let stored = drawn(24 * size, seed: 3)
        let expected = (0..<24).flatMap { stored[$0 * size..<($0 + 1) * size].reversed() }
        #expect(undone(.none, stored, row: 8, stride: 2, size: size, isSwapped: true) == expected)
    }

    /// Rows that begin at any address, with bytes before and behind that are none of the block's.
    @Test func everyAddressWillDo() {
        for bands in [1, 2, 3, 4, 6, 8, 12, 16, 24] {
            for offset in 0..<16 {
                let row = 23 * bands
                let stored = drawn(offset + 2 * row + 16, seed: UInt64(bands))
                var bytes = stored
                unsafe bytes.withUnsafeMutableBytes {
                    unsafe TIFFPredictor.horizontal.undo(
                        in: UnsafeMutableRawBufferPointer(rebasing: $0[offset..<offset + 2 * row]), row: row,
                        stride: bands, size: 1, isSwapped: false)
                }
                let block = Array(stored[offset..<offset + 2 * row])
                let expected =
                    stored[..<offset] + summed(block, width: 23, bands: bands, size: 1, isSwapped: false)
                    + stored[(offset + 2 * row)...]
                #expect(bytes == Array(expected), "\(bands) bytes from \(offset)")
            }
        }
    }

    private func undone(
        _ predictor: TIFFPredictor, _ stored: [UInt8], row: Int, stride: Int, size: Int, isSwapped: Bool
    ) -> [UInt8] {
        var bytes = stored
        unsafe bytes.withUnsafeMutableBytes {
            unsafe predictor.undo(in: $0, row: row, stride: stride, size: size, isSwapped: isSwapped)
        }
        return bytes
    }

    /// Sample by sample: the number that stands there, plus the sum for the pixel before, modulo its range.
    private func summed(_ stored: [UInt8], width: Int, bands: Int, size: Int, isSwapped: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var sums: [UInt64] = []
        for (index, start) in stride(from: 0, to: stored.count, by: size).enumerated() {
            let bytes = stored[start..<start + size]
            let number = (isSwapped ? Array(bytes) : bytes.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            sums.append(index % (width * bands) < bands ? number : number &+ sums[index - bands])
            for byte in 0..<size { result.append(UInt8(truncatingIfNeeded: sums[index] >> (8 * UInt64(byte)))) }
        }
        return result
    }

    private func drawn(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}
