import Spool
import TestSupport
import Testing

@Suite("Checksum")
struct ChecksumTests {
    @Test("Every changed byte, every byte more or less changes the sum", arguments: 0..<40)
    func changes(length: Int) {
        var random = SeededGenerator(length)
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        let sum = Checksum(of: bytes)
        for position in bytes.indices {
            var other = bytes
            other[position] &+= UInt8.random(in: 1...255, using: &random)
            #expect(Checksum(of: other) != sum)
        }
        #expect(Checksum(of: bytes + [0]) != sum)
        if length > 0 { #expect(Checksum(of: Array(bytes.dropLast())) != sum) }
    }
}
