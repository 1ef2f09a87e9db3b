import CDeflate
import TestSupport
import Testing

@testable import RasterIO

extension SeededGenerator {
    /// Runs of at most `longest` bytes, short ones more often, of `values` values.
    fileprivate mutating func runs(_ count: Int, values: Int, longest: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let length = Int.random(in: 1...Int.random(in: 1...longest, using: &self), using: &self)
            let value = UInt8(Int.random(in: 0..<values, using: &self) * 255 / max(values - 1, 1))
            bytes += Array(repeating: value, count: min(length, count - bytes.count))
        }
        return bytes
    }
}

/// Bytes of libdeflate's zlib stream.
private func compressedSize(_ bytes: [UInt8], level: Int32) -> Int {
    let compressor = unsafe libdeflate_alloc_compressor(level)
    defer { unsafe libdeflate_free_compressor(compressor) }
    var room = [UInt8](repeating: 0, count: unsafe libdeflate_zlib_compress_bound(compressor, bytes.count))
    return unsafe libdeflate_zlib_compress(compressor, bytes, bytes.count, &room, room.count)
}

/// What libdeflate, which checks the checksum too, makes of a zlib stream of `count` bytes.
private func decompressed(_ stream: [UInt8], count: Int) -> [UInt8]? {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    // One more, because an empty array has no address.
    var bytes = Array(repeating: UInt8(0), count: count + 1)
    var (used, made) = (0, 0)
    let result = unsafe libdeflate_zlib_decompress_ex(
        decompressor, stream, stream.count, &bytes, count, &used, &made)
    guard result == LIBDEFLATE_SUCCESS, used == stream.count, made == count else { return nil }
    return Array(bytes[..<count])
}

/// The size of `bytes` in stored blocks, which no stream may exceed by more than the second header of 64 KiB blocks.
private func bound(_ count: Int) -> Int { count + 10 * (count / 65536 + 1) + 6 }

@Suite("Run-length DEFLATE")
struct RunLengthDeflateTests {
    private func expectRoundTrip(
        _ bytes: [UInt8], with deflater: inout RunLengthDeflater, _ location: SourceLocation = #_sourceLocation
    ) {
        let stream = deflater.compress(bytes)
        // Not #expect of the arrays: describing a megabyte takes long.
        let isSame = decompressed(stream, count: bytes.count) == bytes
        #expect(isSame, "\(bytes.count) bytes starting \(bytes.prefix(20))", sourceLocation: location)
        #expect(stream.count <= bound(bytes.count), sourceLocation: location)
    }

    @Test(
        "Runs of many shapes come back",
        arguments: [1, 2, 3, 5, 17, 256], [1, 2, 4, 13, 40, 300, 1000, 200_000])
    func shapes(values: Int, longest: Int) {
        var generator = SeededGenerator(values * 1_000_003 + longest)
        var deflater = RunLengthDeflater()
        for most in [10, 100, 1000, 1000, 10_000, 10_000, 70_000, 150_000] {
            let count = Int.random(in: 0...most, using: &generator)
            expectRoundTrip(generator.runs(count, values: values, longest: longest), with: &deflater)
        }
    }

    @Test("Every short length comes back, and every length near a block's")
    func lengths() {
        var generator = SeededGenerator(7)
        var deflater = RunLengthDeflater()
        let runs = generator.runs(1 << 18, values: 3, longest: 30)
        let noise = generator.runs(1 << 18, values: 256, longest: 1)
        let near = [1 << 16, 1 << 17].flatMap { $0 - 3...$0 + 3 }
        for count in Array(0...200) + near + [69_999, 70_000] {
            for bytes in [runs, noise] { expectRoundTrip(Array(bytes[..<count]), with: &deflater) }
        }
    }

    @Test("Single runs come back whatever their length")
    func singleRuns() {
        var deflater = RunLengthDeflater()
        for count in Array(1...20) + Array(250...280) + Array(510...540) + [65_535, 65_536, 65_537, 262_144] {
            expectRoundTrip(Array(repeating: 200, count: count), with: &deflater)
            expectRoundTrip([1] + Array(repeating: 0, count: count) + [255, 255, 3], with: &deflater)
        }
    }

    @Test("More than a mebibyte comes back: runs, noise, and both")
    func large() {
        var generator = SeededGenerator(11)
        var deflater = RunLengthDeflater()
        let runs = generator.runs(1_200_000, values: 4, longest: 25)
        let noise = generator.runs(1_100_000, values: 256, longest: 1)
        for bytes in [runs, noise, noise + runs, runs + noise] { expectRoundTrip(bytes, with: &deflater) }
    }

    @Test("Frequencies that ask for words longer than 15 bits come back")
    func lengthLimit() {
        var deflater = RunLengthDeflater()
        var (last, next) = (1, 1)
        var bytes: [UInt8] = []
        for value in 0..<22 {
            // Alternating with another value, so that no run is longer than 1; then in runs of each short length.
            for _ in 0..<last { bytes += [UInt8(value), UInt8(value + 100)] }
            for length in 2..<16 { bytes += Array(repeating: UInt8(value), count: length) + [99] }
            (last, next) = (next, last + next)
            expectRoundTrip(bytes, with: &deflater)
        }
    }

    @Test("The stream does not depend on what was compressed before")
    func reuse() {
        var generator = SeededGenerator(13)
        var used = RunLengthDeflater()
        for most in [100_000, 10, 300_000, 0, 70_000] {
            let bytes = generator.runs(most, values: 3, longest: 20)
            var fresh = RunLengthDeflater()
            #expect(used.compress(bytes) == fresh.compress(bytes))
        }
    }

    @Test("Streams are what they have always been")
    func pinned() {
        var deflater = RunLengthDeflater()
        #expect(deflater.compress([]) == [120, 1, 1, 0, 0, 255, 255, 0, 0, 0, 1])
        #expect(deflater.compress([5, 6]) == [120, 1, 1, 2, 0, 253, 255, 5, 6, 0, 18, 0, 12])
        let run: [UInt8] = [
            120, 1, 237, 193, 1, 13, 0, 0, 0, 194, 160, 217, 191, 180, 61, 62, 96, 64, 222, 1, 167, 101, 3, 233,
        ]
        #expect(deflater.compress(Array(repeating: 1, count: 1000)) == run)
        var generator = SeededGenerator(17)
        let stream = deflater.compress(generator.runs(200_000, values: 3, longest: 20))
        #expect(stream.count == 22_268)
        #expect(adler32(stream) == 1_456_661_349)
    }

    @Test("A mask becomes smaller than with libdeflate's fastest level")
    func size() {
        var generator = SeededGenerator(19)
        let bytes = generator.runs(512 * 512, values: 3, longest: 25)
        var deflater = RunLengthDeflater()
        let general = compressedSize(bytes, level: 1)
        #expect(deflater.compress(bytes).count < general * 9 / 10)
    }
}

@Suite("Parts of DEFLATE")
struct DeflatePartTests {
    @Test("Adler-32 is libdeflate's")
    func adler() {
        var generator = SeededGenerator(23)
        let bytes = generator.runs(1_500_000, values: 256, longest: 3)
        let high = Array(repeating: UInt8(255), count: 1_500_000)
        for count in Array(0...300) + [1 << 20, 1_500_000] {
            for source in [bytes, high] {
                let part = Array(source[..<count])
                let expected = unsafe libdeflate_adler32(1, part, count)
                #expect(adler32(part) == expected)
            }
        }
    }

    @Test(
        "Code lengths are a complete prefix code within the limit, shorter for the more frequent", arguments: [7, 15])
    func codeLengths(limit: Int) {
        var generator = SeededGenerator(limit)
        for _ in 0..<60 {
            let count = Int.random(in: 2...(limit == 7 ? 19 : 286), using: &generator)
            let steepness = Int.random(in: 0...40, using: &generator)
            let frequencies = (0..<count).map { _ in 1 << Int.random(in: 0...steepness, using: &generator) }
            let lengths = huffmanLengths(frequencies, limit: limit)
            #expect(lengths.allSatisfy { (1...limit).contains($0) })
            #expect(lengths.reduce(0) { $0 + 1 << (limit - $1) } == 1 << limit)
            let isOrdered = frequencies.indices.allSatisfy { a in
                frequencies.indices.allSatisfy { frequencies[a] <= frequencies[$0] || lengths[a] <= lengths[$0] }
            }
            #expect(isOrdered, "\(frequencies) \(lengths)")
        }
    }

    @Test("Match lengths have the symbols of RFC 1951, 3.2.5")
    func matchLengths() {
        let expected = [
            (3, 257, 0, 0), (10, 264, 0, 0), (11, 265, 0, 1), (12, 265, 1, 1), (34, 272, 3, 2), (35, 273, 0, 3),
            (130, 280, 15, 4), (131, 281, 0, 5), (257, 284, 30, 5), (258, 285, 0, 0),
        ]
        #expect(MatchLength.all.count == 259)
        for (length, symbol, extra, count) in expected {
            let match = MatchLength.all[length]
            #expect(match.symbol == symbol)
            #expect((Int(match.extraBits.bits), Int(match.extraBits.count)) == (extra, count))
        }
    }
}
