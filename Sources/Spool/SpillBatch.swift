/// Entries that a worker prepared for a `SpilledSort`.
package struct SpillBatch<Key: SpillKey>: Sendable {
    struct Entry: Sendable {
        let key: Key
        let start: Int
        let end: Int
    }

    private(set) var entries: [Entry] = []
    private var writer = ByteWriter()

    /// A batch without entries.
    package init() {}

    /// Number of entries.
    package var count: Int { entries.count }

    package var bytes: [UInt8] { writer.bytes }

    /// Appends an entry.
    package mutating func add(_ key: Key, _ value: some Spillable) {
        add(key) { value.write(to: &$0) }
    }

    /// Appends an entry that `write` writes.
    package mutating func add(_ key: Key, _ write: (inout ByteWriter) -> Void) {
        let start = writer.bytes.count
        write(&writer)
        entries.append(Entry(key: key, start: start, end: writer.bytes.count))
    }

    mutating func add(_ other: SpillBatch) {
        let shift = writer.bytes.count
        writer.put(bytes: other.bytes)
        for entry in other.entries {
            entries.append(Entry(key: entry.key, start: entry.start + shift, end: entry.end + shift))
        }
    }

    var memory: Int { writer.bytes.count + entries.count * MemoryLayout<Entry>.stride }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        writer.removeAll()
    }

    mutating func sort() { entries.sort { $0.key < $1.key } }
}
