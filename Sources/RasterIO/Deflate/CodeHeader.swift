/// How a block tells its Huffman codes (RFC 1951, 3.2.7): the code lengths, themselves run-length and Huffman coded.
struct CodeHeader {
    private let literalCount: Int
    private let symbols: [(symbol: Int, extraBits: PackedBits)]
    private let lengths: [Int]
    private let sentLengths: Int

    /// Distances 1 and 2, both of one bit. Only 1 occurs, but some decoders refuse a code of a single word.
    private static let distanceLengths = [1, 1]
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// - Parameter coded: the lengths of the words of literals and match lengths.
    init(_ coded: [Int]) {
        literalCount = (coded.lastIndex { $0 > 0 } ?? 256) + 1
        symbols = Self.symbols(coded[..<literalCount] + Self.distanceLengths)
        var frequencies = Array(repeating: 0, count: 19)
        for item in symbols { frequencies[item.symbol] += 1 }
        let lengths = huffmanLengths(frequencies, limit: 7)
        self.lengths = lengths
        sentLengths = (Self.order.lastIndex { lengths[$0] > 0 } ?? 3) + 1
    }

    /// Runs of zeros become 17 (3...10) or 18 (11...138), runs of another length itself and 16 (3...6).
    private static func symbols(_ lengths: ArraySlice<Int>) -> [(symbol: Int, extraBits: PackedBits)] {
        var symbols: [(symbol: Int, extraBits: PackedBits)] = []
        var rest = lengths
        while let length = rest.first {
            var count = rest.prefix { $0 == length }.count
            rest = rest.dropFirst(count)
            if length > 0 {
                symbols.append((length, PackedBits()))
                count -= 1
            }
            while count >= 3 {
                let (symbol, least, most, bits) =
                    length > 0 ? (16, 3, 6, 2) : count < 11 ? (17, 3, 10, 3) : (18, 11, 138, 7)
                let taken = min(count, most)
                symbols.append((symbol, PackedBits(bits: UInt64(taken - least), count: bits)))
                count -= taken
            }
            for _ in 0..<count { symbols.append((length, PackedBits())) }
        }
        return symbols
    }

    /// Exact size.
    var bitCount: Int {
        symbols.reduce(14 + 3 * sentLengths) { $0 + lengths[$1.symbol] + Int($1.extraBits.count) }
    }

    func write(to writer: inout BitWriter) {
        writer.write(literalCount - 257, count: 5)
        writer.write(Self.distanceLengths.count - 1, count: 5)
        writer.write(sentLengths - 4, count: 4)
        for symbol in Self.order[..<sentLengths] { writer.write(lengths[symbol], count: 3) }
        let code = HuffmanCode(lengths: lengths)
        for item in symbols { writer.write(code[item.symbol].followed(by: item.extraBits)) }
    }
}
