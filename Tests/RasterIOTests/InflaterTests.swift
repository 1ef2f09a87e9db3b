import TestSupport
import Testing

@testable import RasterIO

@Suite("Inflater")
struct InflaterTests {
    @Test("what was deflated comes back, also from a longer buffer")
    func roundTrip() throws {
        var random = SeededGenerator(3)
        var deflater = RunLengthDeflater()
        let inflater = try Inflater()
        for count in [1, 700, 262_144] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...3, using: &random) }
            let stream = deflater.compress(bytes)
            var back = [UInt8](repeating: 9, count: count)
            try inflater.decompress(stream + [1, 2, 3], count: stream.count, into: &back, from: "a")
            let isSame = back == bytes
            #expect(isSame)
        }
    }

    @Test("damage is an error that names the file")
    func damage() throws {
        var deflater = RunLengthDeflater()
        let inflater = try Inflater()
        var stream = deflater.compress([UInt8](repeating: 7, count: 5000))
        var back = [UInt8](repeating: 0, count: 4999)
        #expect(throws: RasterError.self) {
            try inflater.decompress(stream, count: stream.count, into: &back, from: "codes.scratch")
        }
        stream[stream.count - 1] ^= 1
        back = [UInt8](repeating: 0, count: 5000)
        #expect(throws: RasterError.self) {
            try inflater.decompress(stream, count: stream.count, into: &back, from: "codes.scratch")
        }
    }
}
