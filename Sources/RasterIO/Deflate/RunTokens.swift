/// The runs of one block as tokens, and how often each head and each tail occurs.
struct RunTokens {
    private var tokens: [RunToken]
    private var count = 0
    /// By head.
    private(set) var headCounts: [UInt32] = []
    /// By tail, of those that write something.
    private(set) var tailCounts: [UInt32] = []

    /// - Parameter capacity: the most bytes of a block.
    init(capacity: Int) { tokens = Array(repeating: .start(0, count: 1), count: capacity) }

    func write(to writer: inout BitWriter, heads: [PackedBits], tails: [PackedBits]) {
        writer.write(tokens.span.extracting(first: count), heads: heads.span, tails: tails.span)
    }

    /// Finds the runs of `bytes`: at least one byte, at most as many as there is room for.
    mutating func scan(_ bytes: Span<UInt8>) {
        headCounts = Array(repeating: 0, count: 256 * RunToken.headsPerValue)
        tailCounts = Array(repeating: 0, count: RunToken.tailMatches.count)
        count = tokenise(bytes, tokens: &tokens, heads: &headCounts, tails: &tailCounts)
    }
}

/// Cuts a block into runs and these into tokens, and counts their heads and tails. Looks at 64 bytes at a time, and at no
/// single byte inside a run.
///
/// - Returns: how many tokens there are.
private func tokenise(
    _ bytes: Span<UInt8>, tokens: inout [RunToken], heads: inout [UInt32], tails: inout [UInt32]
) -> Int {
    precondition(!bytes.isEmpty && bytes.count <= tokens.count)
    let raw = unsafe bytes.bytes
    var tokens = tokens.mutableSpan
    var heads = heads.mutableSpan
    var tails = tails.mutableSpan
    var count = 0
    var start = 0
    var at = 1
    while at &+ 64 <= bytes.count {
        var edges = edgeBits(raw, at)
        while edges != 0 {
            let end = at &+ edges.trailingZeroBitCount
            edges &= edges &- 1
            append(unsafe bytes[unchecked: start], end &- start, &tokens, &count, &heads, &tails)
            start = end
        }
        at &+= 64
    }
    for edge in at..<max(at, bytes.count) where bytes[edge] != bytes[edge - 1] {
        append(bytes[start], edge &- start, &tokens, &count, &heads, &tails)
        start = edge
    }
    append(bytes[start], bytes.count &- start, &tokens, &count, &heads, &tails)
    return count
}

/// Appends the tokens of a run of `length` bytes.
///
/// Not checked for each token: it stands for a byte of the block at least, for which there is room, and heads and tails
/// lie within their tables by what they are made of.
@inline(__always)
private func append(
    _ value: UInt8, _ length: Int, _ tokens: inout MutableSpan<RunToken>, _ count: inout Int,
    _ heads: inout MutableSpan<UInt32>, _ tails: inout MutableSpan<UInt32>
) {
    var piece = RunToken.start(value, count: min(length, RunToken.longestStart))
    unsafe tokens[unchecked: count] = piece
    unsafe heads[unchecked: piece.head] &+= 1
    count &+= 1
    guard piece.hasTail else { return }
    unsafe tails[unchecked: piece.tail] &+= 1
    var rest = length &- RunToken.longestStart
    while rest > 0 {
        piece = .more(value, count: min(rest, RunToken.longestMatch))
        unsafe tokens[unchecked: count] = piece
        unsafe heads[unchecked: piece.head] &+= 1
        unsafe tails[unchecked: piece.tail] &+= 1
        count &+= 1
        rest &-= RunToken.longestMatch
    }
}

/// Which of the 64 bytes at `offset` differ from the byte before: bit i for the byte i further.
@inline(__always)
private func edgeBits(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    let a = changes(bytes, offset)
    let b = changes(bytes, offset &+ 16)
    let c = changes(bytes, offset &+ 32)
    let d = changes(bytes, offset &+ 48)
    let any = a | b | c | d
    guard any[0] | any[1] != 0 else { return 0 }
    return gatherBits(a) | gatherBits(b) &<< 16 | gatherBits(c) &<< 32 | gatherBits(d) &<< 48
}

/// For 16 bytes, 1 in each that differs from the byte before.
@inline(__always)
private func changes(_ bytes: RawSpan, _ offset: Int) -> SIMD2<UInt64> {
    let here = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    let before = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset &- 1, as: SIMD16<UInt8>.self)
    let changes = SIMD16<UInt8>.zero.replacing(with: 1, where: here .!= before)
    return unsafe unsafeBitCast(changes, to: SIMD2<UInt64>.self)
}

/// The lowest bit of each of 16 bytes, side by side.
@inline(__always)
private func gatherBits(_ bytes: SIMD2<UInt64>) -> UInt64 {
    // Moves bit 8 i to bit 56 + i; nothing below carries.
    let gather: UInt64 = 0x0102_0408_1020_4080
    return (bytes[0].littleEndian &* gather) &>> 56 | ((bytes[1].littleEndian &* gather) &>> 56) &<< 8
}
