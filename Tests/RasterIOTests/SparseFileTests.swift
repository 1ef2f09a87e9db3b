import Dispatch
import Foundation
import RasterIO
import TestSupport
import Testing

@Suite("Sparse file")
struct SparseFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("Words come back from their places, and what nobody wrote is 0")
    func roundTrip() throws {
        let path = try folder.write([7, 7, 7], to: "sparse")
        let file = try SparseFile(path: path, count: 4000)
        let other = try SparseFile(opening: path)
        let words: [UInt32] = [1, .max, 0x8000_0001]
        try other.write(words.span, at: 3988)
        try file.write(words.span.extracting(0..<2), at: 8)
        var read: [UInt32] = []
        try file.read(1000, at: 0, into: &read)
        #expect(read == [0, 0, 1, .max] + [UInt32](repeating: 0, count: 993) + words)
        try other.read(2, at: 8, into: &read)
        #expect(Array(read[..<2]) == [1, .max])
    }

    @Test("Threads with handles of their own write different places at once")
    func threads() throws {
        let path = folder.file("sparse")
        let file = try SparseFile(path: path, count: 64 * 1024)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            guard let own = try? SparseFile(opening: path) else { return }
            for step in 0..<32 {
                let words = [UInt32](repeating: UInt32(thread * 32 + step + 1), count: 64)
                try? own.write(words.span, at: (step * 8 + thread) * 256)
            }
        }
        var read: [UInt32] = []
        try file.read(16 * 1024, at: 0, into: &read)
        for (place, word) in read.enumerated() {
            #expect(word == UInt32(place / 64 % 8 * 32 + place / 512 + 1))
        }
    }

    @Test("Errors say what would put it right")
    func refused() throws {
        let missing = #expect(throws: RasterError.self) { try SparseFile(path: folder.file("no/file"), count: 8) }
        #expect(missing?.operation == "create")
        #expect(throws: RasterError.self) { try SparseFile(opening: folder.file("none")) }
        let words: [UInt32] = [1]
        let full = #expect(throws: RasterError.self) { try SparseFile(opening: "/dev/full").write(words.span, at: 0) }
        #expect(full?.operation == "write" && full?.advice?.contains("--out") == true)
        let file = try SparseFile(path: folder.file("short"), count: 8)
        var read: [UInt32] = []
        #expect(throws: RasterError.self) { try file.read(3, at: 0, into: &read) }
    }
}
