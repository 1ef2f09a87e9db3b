import RasterIO
import Spool
import TestSupport
import Testing

@Suite("A file that is appended to")
struct AppendOnlyFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("What was put is read back from its place, in any order")
    func roundTrip() throws {
        var random = SeededGenerator(3)
        let file = try AppendOnlyFile(path: folder.file("scratch"))
        let products = [0, 1, 5, 100_000, 0, 70_000, 3].map { count in
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let places = try products.map { try file.append($0) }
        #expect(places.map(\.count) == products.map(\.count))
        #expect(places.map(\.offset) == [0, 0, 1, 6, 100_006, 100_006, 170_006])
        #expect(file.count == 170_009)
        var bytes: [UInt8] = []
        for index in [6, 3, 0, 5, 1, 4, 2] {
            try file.read(places[index], into: &bytes)
            let isEqual = Array(bytes.prefix(places[index].count)) == products[index]
            #expect(isEqual, "product \(index)")
        }
    }

    @Test("An existing file is emptied")
    func emptied() throws {
        let path = try folder.write([1, 2, 3], to: "scratch")
        _ = try AppendOnlyFile(path: path).append([9])
        #expect(try bytes(of: path) == [9])
    }

    @Test("Reading past the end is an error, not old bytes")
    func pastTheEnd() throws {
        let file = try AppendOnlyFile(path: folder.file("scratch"))
        var place = try file.append([1, 2, 3])
        place.count = 4
        var bytes: [UInt8] = []
        #expect(throws: RasterError.self) { try file.read(place, into: &bytes) }
    }

    @Test("A full disk and a missing folder say what would put it right")
    func refused() throws {
        let full = try AppendOnlyFile(path: "/dev/full")
        let error = #expect(throws: RasterError.self) { try full.append([1]) }
        #expect(error?.operation == "write" && error?.path == "/dev/full")
        #expect(error?.advice?.contains("--out") == true)
        let missing = #expect(throws: RasterError.self) { try AppendOnlyFile(path: folder.file("no/such/folder")) }
        #expect(missing?.operation == "create")
    }
}
