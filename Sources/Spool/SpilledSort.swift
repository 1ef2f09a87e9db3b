/// Sorts any number of entries in bounded memory: sorted runs go to a store and are merged when they are read.
package struct SpilledSort<Key: SpillKey> {
    private let store: any SpillStore
    private let memory: Int
    private var batch = SpillBatch<Key>()
    private var runs: [ByteRange] = []

    /// Number of entries.
    package private(set) var count = 0

    /// The most runs that are merged at once, each through a window of `readAhead` bytes.
    static var fanIn: Int { 64 }
    static var readAhead: Int { 1 << 16 }

    /// A sorter without entries.
    ///
    /// - Parameter memory: bytes to collect before a run is written; about that many are used.
    package init(store: any SpillStore, memory: Int = 16_000_000) {
        self.store = store
        self.memory = memory
    }

    /// Adds an entry. No two keys are equal.
    package mutating func add(_ key: Key, _ value: some Spillable) throws {
        batch.add(key, value)
        count += 1
        if batch.memory > memory { try writeRun() }
    }

    /// Adds the entries of a batch.
    package mutating func add(_ other: SpillBatch<Key>) throws {
        batch.add(other)
        count += other.count
        if batch.memory > memory { try writeRun() }
    }

    private mutating func writeRun() throws {
        batch.sort()
        let bytes = batch.bytes
        var writer = RunWriter(store: store)
        for entry in batch.entries { try writer.add(entry.key, bytes[entry.start..<entry.end]) }
        runs.append(try writer.finish())
        batch.removeAll()
    }

    /// The entries in ascending order of their keys.
    package consuming func sorted() throws -> SortedEntries<Key> {
        if !batch.entries.isEmpty { try writeRun() }
        while runs.count > Self.fanIn {
            let group = Array(runs.prefix(Self.fanIn))
            runs.removeFirst(group.count)
            var merge = try SortedEntries<Key>(runs: group, store: store)
            var writer = RunWriter(store: store)
            while let entry = try merge.next() { try writer.add(entry.key, entry.bytes[...]) }
            runs.append(try writer.finish())
        }
        return try SortedEntries(runs: runs, store: store)
    }
}

/// Writes one sorted run: key, number of bytes and bytes of each entry.
private struct RunWriter {
    private let store: any SpillStore
    private var writer = ByteWriter()
    private var place: ByteRange?

    init(store: any SpillStore) { self.store = store }

    mutating func add(_ key: some SpillKey, _ bytes: ArraySlice<UInt8>) throws {
        key.write(to: &writer)
        writer.put(bytes.count)
        writer.put(bytes: bytes)
        if writer.bytes.count >= 1 << 20 { try flush() }
    }

    private mutating func flush() throws {
        let piece = try store.append(writer.bytes)
        writer.removeAll()
        guard let before = place else {
            place = piece
            return
        }
        // A run lies in one piece: nothing else is put into the store while it is written.
        precondition(before.offset + before.count == piece.offset, "the store was used while a run was written")
        place = ByteRange(offset: before.offset, count: before.count + piece.count)
    }

    mutating func finish() throws -> ByteRange {
        try flush()
        return place ?? ByteRange(offset: 0, count: 0)
    }
}
