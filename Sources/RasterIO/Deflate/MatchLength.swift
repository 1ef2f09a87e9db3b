/// The symbols of match lengths (RFC 1951, 3.2.5).
struct MatchLength {
    /// In the alphabet of literals and lengths.
    var symbol: Int
    var extraBits: PackedBits

    /// Of the lengths 3...258 at their own index; the first three entries stand for nothing.
    static let all: [MatchLength] = {
        var all = Array(repeating: MatchLength(symbol: 257, extraBits: PackedBits()), count: 3)
        for symbol in 257..<285 {
            let extra = extraBitCount(symbol)
            for value in 0..<1 << extra {
                all.append(MatchLength(symbol: symbol, extraBits: PackedBits(bits: UInt64(value), count: extra)))
            }
        }
        // 284 with its largest extra value would be 258, which has a symbol of its own.
        all[258] = MatchLength(symbol: 285, extraBits: PackedBits())
        return all
    }()

    /// Symbols come in groups of four: the first two groups with 0 extra bits, each further one with one more.
    static func extraBitCount(_ symbol: Int) -> Int { symbol == 285 ? 0 : max(0, (symbol - 257) / 4 - 1) }
}
