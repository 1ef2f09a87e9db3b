import RasterModel
import TestSupport
import Testing

@Suite("Counting bytes")
struct ByteCountingTests {
    /// Around the stretches of 224 (counting) and 4096 (comparing).
    static let lengths = [0, 1, 2, 31, 223, 224, 225, 447, 448, 449, 4095, 4096, 4097, 8193]

    // Spans cannot pass through #expect.
    private func count(_ value: UInt8, in bytes: [UInt8]) -> Int { bytes.span.count(of: value) }
    private func isUniform(_ bytes: [UInt8], _ value: UInt8) -> Bool { bytes.span.isUniform(value) }

    @Test("Every value is counted as often as it occurs", arguments: lengths)
    func count(length: Int) {
        var random = SeededGenerator(length)
        let palette: [UInt8] = [0, 1, 2, 127, 128, 254, 255]
        let bytes = (0..<length).map { _ in palette.randomElement(using: &random) ?? 0 }
        for value: UInt8 in [0, 1, 2, 3, 127, 128, 129, 254, 255] {
            let expected = bytes.filter { $0 == value }.count
            #expect(count(value, in: bytes) == expected)
        }
    }

    @Test("Counters do not overflow where all bytes match, or none", arguments: lengths)
    func extremes(length: Int) {
        let bytes = [UInt8](repeating: 255, count: length)
        #expect(count(255, in: bytes) == length)
        #expect(count(0, in: bytes) == 0)
        #expect(count(127, in: bytes) == 0)
    }

    @Test("One differing byte is found wherever it stands", arguments: lengths)
    func uniform(length: Int) {
        for value: UInt8 in [0, 7, 255] {
            var bytes = [UInt8](repeating: value, count: length)
            #expect(isUniform(bytes, value))
            #expect(isUniform(bytes, value ^ 128) == bytes.isEmpty)
            for place in Set([0, 223, 224, 4094, 4095, 4096, length - 1]) where bytes.indices.contains(place) {
                bytes[place] ^= 1
                #expect(!isUniform(bytes, value))
                #expect(count(value, in: bytes) == length - 1)
                bytes[place] ^= 1
            }
        }
    }
}
