/// The runs of one block as tokens, and how often each head and each tail occurs.
struct RunTokens {
    private var ends: [Int32]
    private var tokens: [RunToken]
    private var count = 0
    private(set) var headCounts: [UInt32] = []
    private(set) var tailCounts: [UInt32] = []

    /// - Parameter capacity: the most bytes of a block.
    init(capacity: Int) {
        ends = Array(repeating: 0, count: capacity)
        tokens = Array(repeating: .start(0, count: 1), count: capacity)
    }

    func write(to writer: inout BitWriter, heads: [PackedBits], tails: [PackedBits]) {
        writer.write(tokens.span.extracting(first: count), heads: heads.span, tails: tails.span)
    }

    /// Finds the runs of `bytes`.
    mutating func scan(_ bytes: Span<UInt8>) {
        headCounts = Array(repeating: 0, count: 256 * RunToken.headsPerValue)
        tailCounts = Array(repeating: 0, count: RunToken.tailMatches.count)
        let runs = findRunEnds(bytes, &ends)
        count = tokenise(bytes, ends[..<runs], tokens: &tokens, heads: &headCounts, tails: &tailCounts)
    }
}

/// Collects where runs end. Looks at 64 bytes at a time, and at no single byte inside a run.
///
/// - Returns: how many there are.
private func findRunEnds(_ bytes: Span<UInt8>, _ ends: inout [Int32]) -> Int {
    let raw = unsafe bytes.bytes
    var ends = ends.mutableSpan
    var count = 0
    var at = 1
    while at &+ 64 <= bytes.count {
        var edges = edgeBits(raw, at)
        while edges != 0 {
            ends[count] = Int32(truncatingIfNeeded: at &+ edges.trailingZeroBitCount)
            edges &= edges &- 1
            count &+= 1
        }
        at &+= 64
    }
    for edge in at..<max(at, bytes.count) where bytes[edge] != bytes[edge - 1] {
        ends[count] = Int32(truncatingIfNeeded: edge)
        count &+= 1
    }
    ends[count] = Int32(truncatingIfNeeded: bytes.count)
    return count + 1
}

/// Turns runs into tokens, and counts their heads and tails.
///
/// - Returns: how many tokens there are.
private func tokenise(
    _ bytes: Span<UInt8>, _ ends: ArraySlice<Int32>,
    tokens: inout [RunToken], heads: inout [UInt32], tails: inout [UInt32]
) -> Int {
    let ends = ends.span
    var tokens = tokens.mutableSpan
    var heads = heads.mutableSpan
    var tails = tails.mutableSpan
    var count = 0
    var start = 0
    for i in ends.indices {
        let end = Int(ends[i])
        let value = bytes[start]
        var piece = RunToken.start(value, count: min(end &- start, RunToken.longestStart))
        start &+= RunToken.longestStart
        while true {
            tokens[count] = piece
            count &+= 1
            heads[piece.head] &+= 1
            tails[piece.tail] &+= 1
            if start >= end { break }
            piece = .more(value, count: min(end &- start, RunToken.longestMatch))
            start &+= RunToken.longestMatch
        }
        start = end
    }
    return count
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
