import Spool
import TestSupport
import Testing

@Suite("Journal")
struct JournalTests {
    private typealias Entry = (record: JournalRecord, content: [UInt8])

    private func entries(_ seed: Int, count: Int = 30) -> [Entry] {
        var random = SeededGenerator(seed)
        let kinds: [JournalRecord.Kind] = [.block, .repeatedBlock, .codes, .samples]
        return (0..<count).map { _ in
            let kind = kinds[Int.random(in: 0..<4, using: &random)]
            let count = Int.random(in: 0...70, using: &random)
            let record = JournalRecord(
                kind, level: .random(in: 0...20, using: &random), column: .random(in: 0...3_000_000, using: &random),
                row: .random(in: 0...3_000_000, using: &random), count: count,
                origin: .random(in: 0...1 << 40, using: &random))
            let content = (0..<record.contentCount).map { _ in UInt8.random(in: 0...255, using: &random) }
            return (record, content)
        }
    }

    /// The bytes of a journal.
    private func bytes(of entries: [Entry]) throws -> [UInt8] {
        let store = SpillMemory()
        for entry in entries { try Journal(store).append(entry.record, entry.content) }
        var bytes: [UInt8] = []
        store.read(ByteRange(offset: 0, count: store.count), into: &bytes)
        return Array(bytes.prefix(store.count))
    }

    /// The records that are read, and how many bytes of them.
    private func scan(_ bytes: [UInt8]) throws -> (entries: [Entry], count: Int) {
        let store = SpillMemory()
        _ = store.append(bytes)
        var entries: [Entry] = []
        let count = try Journal.scan(store, count: bytes.count) { record, range, content in
            entries.append((record, Array(content.prefix(range.count))))
        }
        return (entries, count)
    }

    private func same(_ a: [Entry], _ b: [Entry]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.record == $1.record && $0.content == $1.content }
    }

    @Test("What was appended is read back, each content where it was said to be", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        let entries = entries(seed)
        let all = try bytes(of: entries)
        let found = try scan(all)
        #expect(found.count == all.count && same(found.entries, entries))
        let store = SpillMemory()
        let ranges = try entries.map { try Journal(store).append($0.record, $0.content) }
        for (entry, range) in zip(entries, ranges) {
            #expect(Array(all[range.offset..<range.offset + range.count]) == entry.content)
        }
    }

    @Test("Of a journal that was cut short anywhere, whole records are read, and only they", arguments: 0..<6)
    func torn(seed: Int) throws {
        let entries = entries(seed, count: 6)
        let all = try bytes(of: entries)
        var ends = [0]
        for entry in entries { ends.append(ends[ends.count - 1] + JournalRecord.headBytes + entry.content.count) }
        for length in 0..<all.count {
            let found = try scan(Array(all.prefix(length)))
            let whole = ends.dropFirst().count { $0 <= length }
            #expect(found.count == ends[whole] && same(found.entries, Array(entries.prefix(whole))))
        }
    }

    @Test("A changed bit anywhere is seen: nothing from its record on is read", arguments: 0..<4)
    func flipped(seed: Int) throws {
        let entries = entries(seed, count: 5)
        let all = try bytes(of: entries)
        var start = 0
        for (number, entry) in entries.enumerated() {
            let end = start + JournalRecord.headBytes + entry.content.count
            for position in start..<end {
                var damaged = all
                damaged[position] ^= 1 << UInt8(position % 8)
                let found = try scan(damaged)
                #expect(found.count == start && same(found.entries, Array(entries.prefix(number))))
            }
            start = end
        }
    }
}
