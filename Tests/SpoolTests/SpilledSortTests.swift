import Spool
import TestSupport
import Testing

@Suite("Spilled sort")
struct SpilledSortTests {
    @Test(
        "entries come back in order of their keys, however little memory there is",
        arguments: [0, 100, 5_000, 1_000_000])
    func order(memory: Int) throws {
        var random = SeededGenerator(memory)
        // With no memory every entry is a run of its own: more than one round of merging.
        let places = (0..<5_000).map { GridKey(column: $0 % 97, row: $0 / 97) }.shuffled(using: &random)
        var sort = SpilledSort<GridKey>(store: SpillMemory(), memory: memory)
        for place in places { try sort.add(place, GridKey(column: place.row, row: place.column)) }
        #expect(sort.count == places.count)
        var sorted = try sort.sorted()
        for place in places.sorted() {
            #expect(sorted.nextKey == place)
            let entry = try sorted.next(as: GridKey.self)
            #expect(entry?.key == place)
            #expect(entry?.value == GridKey(column: place.row, row: place.column))
        }
        #expect(try sorted.next(as: GridKey.self) == nil)
        #expect(sorted.nextKey == nil)
    }

    @Test("an entry may be longer than what is read ahead")
    func longEntries() throws {
        var sort = SpilledSort<GridKey>(store: SpillMemory(), memory: 10)
        for row in (0..<40).reversed() {
            var tally = Blob(count: row * 9_000)
            tally.bytes.append(UInt8(row))
            try sort.add(GridKey(column: 0, row: row), tally)
        }
        var sorted = try sort.sorted()
        for row in 0..<40 {
            let entry = try sorted.next(as: Blob.self)
            #expect(entry?.value.bytes.count == row * 9_000 + 1)
            #expect(entry?.value.bytes.last == UInt8(row))
        }
    }

    /// Bytes, for entries of any length.
    private struct Blob: Spillable {
        var bytes: [UInt8]

        init(count: Int) { bytes = Array(repeating: 7, count: count) }

        func write(to writer: inout ByteWriter) {
            GridKey(column: bytes.count, row: 0).write(to: &writer)
            for byte in bytes { byte.write(to: &writer) }
        }

        init(from reader: inout ByteReader) {
            bytes = []
            for _ in 0..<GridKey(from: &reader).column { bytes.append(UInt8(from: &reader)) }
        }
    }

    @Test("an empty sort has no entries")
    func empty() throws {
        var sorted = try SpilledSort<GridKey>(store: SpillMemory()).sorted()
        #expect(try sorted.next(as: GridKey.self) == nil)
    }
}

/// Column and row, ordered row by row.
private struct GridKey: SpillKey {
    var column: Int
    var row: Int

    static func < (a: GridKey, b: GridKey) -> Bool { (a.row, a.column) < (b.row, b.column) }

    init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    func write(to writer: inout ByteWriter) {
        writer.put(row)
        writer.put(column)
    }

    init(from reader: inout ByteReader) {
        row = reader.number()
        column = reader.number()
    }
}
