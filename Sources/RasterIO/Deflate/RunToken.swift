/// A piece of a run: its first bytes, at most 259, or up to 258 more.
///
/// The head says the value and, up to 14, how many bytes: it alone decides the code of a short piece. The tail decides
/// the rest of the code, none for a short piece. So writing a token is two table look-ups and no branch.
struct RunToken: BitwiseCopyable {
    private var word: UInt32

    /// Heads of one value: 1...14 are whole pieces, 15 is a literal before a tail, 0 leaves everything to the tail.
    static let headsPerValue = 16
    static let headCount = 256 * headsPerValue
    static let literalBeforeTail = 15
    /// A literal and the longest match, 258 (RFC 1951, 3.2.5).
    static let longestStart = 259
    static let longestMatch = 258

    private init(_ value: UInt8, head: Int, tail: Int) {
        word = UInt32(value) &<< 20 | UInt32(truncatingIfNeeded: head &<< 16 | tail)
    }

    /// The first `count` bytes of a run, at most `longestStart`. A short piece has a tail too, which writes nothing.
    @inline(__always)
    static func start(_ value: UInt8, count: Int) -> RunToken {
        RunToken(value, head: min(count, literalBeforeTail), tail: count)
    }

    /// `count` more bytes of a run, at most `longestMatch`; too few for a match are like a run of their own.
    static func more(_ value: UInt8, count: Int) -> RunToken {
        count < 3 ? .start(value, count: count) : RunToken(value, head: 0, tail: longestStart - 2 + count)
    }

    /// 16 · value + head.
    var head: Int { Int(word &>> 16) }
    var tail: Int { Int(word & 0xffff) }
    /// False for a short piece: its tail writes nothing.
    var hasTail: Bool { tail >= Self.literalBeforeTail }

    /// For each tail the length of its match, 0 for none.
    static let tailMatches =
        Array(repeating: 0, count: literalBeforeTail) + Array(literalBeforeTail - 1...longestMatch)
        + Array(3...longestMatch)
}
