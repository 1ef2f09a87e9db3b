/// Entries that a worker prepared for a `SpilledSort`.
@usableFromInline
package struct SpillBatch<Key: SpillKey>: Sendable {
    /// A key, and where the bytes of its value begin and end.
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline
        let key: Key
        @usableFromInline
        let start: Int
        @usableFromInline
        let end: Int

        @inlinable
        init(key: Key, start: Int, end: Int) {
            self.key = key
            self.start = start
            self.end = end
        }
    }

    @usableFromInline
    var entries: [Entry] = []
    @usableFromInline
    var writer = ByteWriter()

    /// A batch without entries.
    @inlinable
    package init() {}

    /// Number of entries.
    @inlinable
    package var count: Int { entries.count }

    /// The values of all entries.
    @inlinable
    package var bytes: [UInt8] { writer.bytes }

    /// Appends an entry.
    @inlinable
    package mutating func add(_ key: Key, _ value: some Spillable) {
        add(key) { value.write(to: &$0) }
    }

    /// Appends an entry that `write` writes.
    @inlinable
    package mutating func add(_ key: Key, _ write: (inout ByteWriter) -> Void) {
        let start = writer.bytes.count
        write(&writer)
        entries.append(Entry(key: key, start: start, end: writer.bytes.count))
    }

    @inlinable
    mutating func add(_ other: SpillBatch) {
        let shift = writer.bytes.count
        writer.put(bytes: other.bytes)
        for entry in other.entries {
            entries.append(Entry(key: entry.key, start: entry.start + shift, end: entry.end + shift))
        }
    }

    /// Bytes that the entries take.
    @inlinable
    var memory: Int { writer.bytes.count + entries.count * MemoryLayout<Entry>.stride }

    @inlinable
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        writer.removeAll()
    }

    @inlinable
    mutating func sort() { entries.sort { $0.key < $1.key } }
}
