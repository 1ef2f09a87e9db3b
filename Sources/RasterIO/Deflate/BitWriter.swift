/// Writes bits, the lowest of each byte first (RFC 1951, 3.1.1), into an array that was given room before.
struct BitWriter {
    private var bytes: [UInt8] = []
    private var end = BitEnd()

    /// Starts over, with room for `capacity` bytes and for the rest of the word that is stored last.
    mutating func reset(capacity: Int) {
        let needed = capacity + MemoryLayout<UInt64>.size
        if bytes.count < needed { bytes = Array(repeating: 0, count: needed) }
        end = BitEnd()
    }

    /// The whole bytes written since `reset`.
    var written: [UInt8] { Array(bytes[..<end.byte]) }

    mutating func write(_ bits: PackedBits) {
        var end = end
        var target = bytes.mutableSpan
        var room = unsafe target.mutableBytes
        end.write(bits, to: &room)
        self.end = end
    }

    mutating func write(_ value: Int, count: Int) { write(PackedBits(bits: UInt64(value), count: count)) }

    /// Fills the current byte with zeros.
    mutating func alignToByte() { write(0, count: -Int(end.pendingCount) & 7) }

    /// Copies whole bytes; the writer must stand at the start of one.
    mutating func copy(_ source: ArraySlice<UInt8>) {
        precondition(end.pendingCount == 0, "bytes start at a byte")
        bytes.replaceSubrange(end.byte..<end.byte + source.count, with: source)
        end.byte += source.count
    }

    /// Writes each token's head and tail, as one step; two short tokens together, if all heads are narrow enough.
    mutating func write(_ tokens: Span<RunToken>, heads: Span<PackedBits>, tails: Span<PackedBits>) {
        precondition(heads.count == RunToken.headCount && tails.count == RunToken.tailMatches.count)
        // A copy stays in registers.
        var end = end
        var target = bytes.mutableSpan
        var room = unsafe target.mutableBytes
        let isNarrow = heads.indices.allSatisfy { 2 * heads[$0].count <= PackedBits.capacity }
        var i = 0
        while i < tokens.count {
            let token = unsafe tokens[unchecked: i]
            var bits = unsafe heads[unchecked: token.head]
            i &+= 1
            if token.hasTail {
                bits = bits.followed(by: unsafe tails[unchecked: token.tail])
            } else if isNarrow, i < tokens.count, unsafe !tokens[unchecked: i].hasTail {
                bits = bits.followed(by: unsafe heads[unchecked: tokens[unchecked: i].head])
                i &+= 1
            }
            end.write(bits, to: &room)
        }
        self.end = end
    }
}

/// Where the next bit goes.
private struct BitEnd {
    /// The byte that is not full yet,
    var byte = 0
    /// its bits, and how many: always fewer than 8.
    var pending: UInt64 = 0
    var pendingCount: UInt64 = 0

    /// Stores a whole word every time, and moves on by the bytes that are full: no branch depends on the bits.
    @inline(__always)
    mutating func write(_ bits: PackedBits, to room: inout MutableRawSpan) {
        pending |= bits.bits &<< pendingCount
        pendingCount &+= bits.count
        room.storeBytes(of: pending.littleEndian, toByteOffset: byte, as: UInt64.self)
        byte &+= Int(pendingCount &>> 3)
        pending = pending &>> (pendingCount & ~7)
        pendingCount &= 7
    }
}
