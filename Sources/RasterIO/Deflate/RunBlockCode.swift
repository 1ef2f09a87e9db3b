/// The Huffman codes of one block of runs (RFC 1951, 3.2.7), and which runs it writes as matches.
///
/// A short run may be written as literals, or as a literal and a match of distance 1. Which is shorter depends on the
/// code, and the code on the choices: so a code for plausible choices decides, and the block gets the code of those
/// decisions. On masks of a few classes that is some 8 % smaller than always taking the match.
struct RunBlockCode {
    private let headCounts: [UInt32]
    /// The values that occur.
    private let values: [Int]
    /// What does not depend on the choices: the matches of long pieces, and the end of the block.
    private let fixedFrequencies: [Int]
    /// For each of `values`: bit n says that a whole piece of n bytes becomes a literal and a match.
    private var choices: [UInt16]
    private var frequencies: [Int] = []
    /// Of the code words of literals and match lengths.
    private(set) var lengths: [Int] = []

    private static let endOfBlock = 256
    /// Matches from 6 bytes on. With this start, and this many bits for a match that the first code has no word for, the
    /// masks that were measured come within 0.1 % of what more rounds and other starts find.
    private static let plausibleChoice: UInt16 = ~0 << 6
    private static let unknownLength = 6
    /// Pieces that may be written either way: a match has 3 bytes at least.
    private static let undecided = 4..<RunToken.literalBeforeTail
    private static let headCount = RunToken.headsPerValue

    init(_ tokens: RunTokens) {
        headCounts = tokens.headCounts
        values = (0..<256).filter { value in
            tokens.headCounts[value * Self.headCount..<(value + 1) * Self.headCount].contains { $0 > 0 }
        }
        var fixed = Array(repeating: 0, count: 286)
        fixed[Self.endOfBlock] = 1
        for (match, count) in zip(RunToken.tailMatches, tokens.tailCounts) where match > 0 {
            fixed[MatchLength.all[match].symbol] += Int(count)
        }
        fixedFrequencies = fixed
        choices = Array(repeating: Self.plausibleChoice, count: values.count)
        fit()
        choose()
        fit()
        while shortenLiteralRuns() { fit() }
    }

    private mutating func fit() {
        frequencies = fixedFrequencies
        for (value, choice) in zip(values, choices) {
            let counts = headCounts[value * Self.headCount..<(value + 1) * Self.headCount]
            for (head, count) in zip(0..., counts) where head > 0 && count > 0 {
                let isMatch = choice >> head & 1 != 0
                let isWhole = head < RunToken.literalBeforeTail
                frequencies[value] += Int(count) * (isMatch || !isWhole ? 1 : head)
                if isMatch && isWhole { frequencies[MatchLength.all[head - 1].symbol] += Int(count) }
            }
        }
        lengths = huffmanLengths(frequencies, limit: 15)
    }

    private mutating func choose() {
        let costs = Self.undecided.map { count in
            let length = lengths[MatchLength.all[count - 1].symbol]
            return 1 + Int(MatchLength.all[count - 1].extraBits.count) + (length > 0 ? length : Self.unknownLength)
        }
        for i in values.indices {
            let literal = lengths[values[i]]
            choices[i] = 0
            for (count, match) in zip(Self.undecided, costs) where literal * (count - 1) > match {
                choices[i] |= 1 << count
            }
        }
    }

    /// Takes back literals that would not fit a table entry: a rare value's code may have become longer.
    private mutating func shortenLiteralRuns() -> Bool {
        var changed = false
        for i in values.indices {
            let literal = lengths[values[i]]
            for count in Self.undecided where choices[i] >> count & 1 == 0 && literal * count > PackedBits.capacity {
                choices[i] |= 1 << count
                changed = true
            }
        }
        return changed
    }

    /// Exact size of the block's data, without its header.
    var bitCount: Int {
        var count = 0
        for symbol in frequencies.indices {
            // A match has a distance too, of one bit.
            let further = symbol > Self.endOfBlock ? MatchLength.extraBitCount(symbol) + 1 : 0
            count += frequencies[symbol] * (lengths[symbol] + further)
        }
        return count
    }

    /// The codes of all heads and tails, and of the block's end.
    func tables() -> (heads: [PackedBits], tails: [PackedBits], end: PackedBits) {
        let code = HuffmanCode(lengths: lengths)
        // A length, and distance 1: the code 0 of one bit.
        let matches = MatchLength.all.map {
            code[$0.symbol].followed(by: $0.extraBits).followed(by: PackedBits(count: 1))
        }
        var heads = Array(repeating: PackedBits(), count: 256 * Self.headCount)
        for (value, choice) in zip(values, choices) {
            let literal = code[value]
            let first = value * Self.headCount
            var literals = PackedBits()
            for count in 1..<RunToken.literalBeforeTail {
                if literal.count * UInt64(count) <= PackedBits.capacity { literals = literals.followed(by: literal) }
                let isMatch = choice >> count & 1 != 0
                heads[first + count] = isMatch ? literal.followed(by: matches[count - 1]) : literals
            }
            heads[first + RunToken.literalBeforeTail] = literal
        }
        let tails = RunToken.tailMatches.map { $0 > 0 ? matches[$0] : PackedBits() }
        return (heads, tails, code[Self.endOfBlock])
    }
}
