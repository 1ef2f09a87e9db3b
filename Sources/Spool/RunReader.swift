/// Reads one sorted run through a window of bytes.
@usableFromInline
struct RunReader<Key: SpillKey> {
    @usableFromInline
    var rest: ByteRange
    @usableFromInline
    var window: [UInt8] = []
    @usableFromInline
    var position = 0
    @usableFromInline
    var count = 0
    /// Key of the next entry; nil behind the last, and before the first `advance`.
    @usableFromInline
    var key: Key?

    /// The most bytes of a key and a count.
    @inlinable
    static var longestHead: Int { 128 }

    @inlinable
    init(_ run: ByteRange) { rest = run }

    /// Reads the head of the next entry; the key is nil behind the last.
    @inlinable
    mutating func advance(_ store: any SpillStore) throws {
        try fill(Self.longestHead, store)
        guard position < window.count else {
            key = nil
            return
        }
        var reader = ByteReader(window, at: position)
        key = Key(from: &reader)
        count = reader.number()
        position = reader.position
    }

    @inlinable
    mutating func takeBytes(_ store: any SpillStore) throws -> [UInt8] {
        try fill(count, store)
        defer { position += count }
        return Array(window[position..<position + count])
    }

    /// Makes sure that the next bytes are in the window, or all that are left.
    @inlinable
    mutating func fill(_ needed: Int, _ store: any SpillStore) throws {
        guard window.count - position < needed, rest.count > 0 else { return }
        let kept = window.count - position
        let fetched = min(rest.count, max(needed - kept, SpilledSort<Key>.readAhead))
        var more: [UInt8] = []
        try store.read(ByteRange(offset: rest.offset, count: fetched), into: &more)
        window.removeSubrange(0..<position)
        window.append(contentsOf: more.prefix(fetched))
        position = 0
        rest = ByteRange(offset: rest.offset + fetched, count: rest.count - fetched)
    }
}
