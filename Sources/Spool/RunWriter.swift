/// Writes one sorted run: key, number of bytes and bytes of each entry.
@usableFromInline
struct RunWriter {
    @usableFromInline
    let store: any SpillStore
    @usableFromInline
    var writer = ByteWriter()
    @usableFromInline
    var written: ByteRange?

    @inlinable
    init(store: any SpillStore) { self.store = store }

    @inlinable
    mutating func add(_ key: some SpillKey, _ bytes: ArraySlice<UInt8>) throws {
        key.write(to: &writer)
        writer.put(bytes.count)
        writer.put(bytes: bytes)
        if writer.bytes.count >= 1 << 20 { try flush() }
    }

    @usableFromInline
    mutating func flush() throws {
        let piece = try store.append(writer.bytes)
        writer.removeAll()
        guard let before = written else {
            written = piece
            return
        }
        // A run lies in one piece: nothing else is put into the store while it is written.
        precondition(before.offset + before.count == piece.offset, "the store was used while a run was written")
        written = ByteRange(offset: before.offset, count: before.count + piece.count)
    }

    /// Where the run lies.
    @inlinable
    mutating func finish() throws -> ByteRange {
        try flush()
        return written ?? ByteRange(offset: 0, count: 0)
    }
}
