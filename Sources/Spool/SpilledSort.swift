/// Sorts any number of entries in bounded memory: sorted runs go to a store and are merged when they are read.
///
/// Everything here can be inlined, so that a target that sorts by its own keys gets code made for them.
@usableFromInline
package struct SpilledSort<Key: SpillKey> {
    @usableFromInline
    let store: any SpillStore
    @usableFromInline
    let memory: Int
    @usableFromInline
    var batch = SpillBatch<Key>()
    @usableFromInline
    var runs: [ByteRange] = []

    /// Number of entries.
    @usableFromInline
    package internal(set) var count = 0

    /// The most runs that are merged at once, each through a window of `readAhead` bytes.
    @inlinable
    static var fanIn: Int { 64 }
    @inlinable
    static var readAhead: Int { 1 << 16 }

    /// A sorter without entries.
    ///
    /// - Parameter memory: bytes to collect before a run is written; about that many are used.
    @inlinable
    package init(store: any SpillStore, memory: Int = 16_000_000) {
        self.store = store
        self.memory = memory
    }

    /// Adds an entry. No two keys are equal.
    @inlinable
    package mutating func add(_ key: Key, _ value: some Spillable) throws {
        batch.add(key, value)
        count += 1
        if batch.memory > memory { try writeRun() }
    }

    /// Adds the entries of a batch.
    @inlinable
    package mutating func add(_ other: SpillBatch<Key>) throws {
        batch.add(other)
        count += other.count
        if batch.memory > memory { try writeRun() }
    }

    @inlinable
    mutating func writeRun() throws {
        batch.sort()
        let bytes = batch.bytes
        var writer = RunWriter(store: store)
        for entry in batch.entries { try writer.add(entry.key, bytes[entry.start..<entry.end]) }
        runs.append(try writer.finish())
        batch.removeAll()
    }

    /// The entries in ascending order of their keys.
    @inlinable
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
