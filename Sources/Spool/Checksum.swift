/// A running 64-bit checksum of bytes, against torn and flipped ones; not against forgery.
///
/// Every step is a bijection of the sum for a given word and of the word for a given sum: a change within one word of eight
/// bytes always changes the result, any other with a chance of 1 - 2^-64.
package struct Checksum: Sendable, Hashable {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The sum so far.
    package private(set) var value: UInt64 = 0x51_75_61_64_72_61_74_31

    /// The checksum of nothing.
    package init() {}

    /// The checksum of some bytes.
    package init(of bytes: [UInt8]) {
        self.init()
        add(bytes.span)
    }

    /// Takes in further bytes. Their lengths count too: the same bytes in other portions give another sum.
    package mutating func add(_ bytes: Span<UInt8>) {
        var sum = value
        let words = bytes.count / 8
        for index in 0..<words {
            var word: UInt64 = 0
            for byte in 0..<8 { word |= UInt64(bytes[8 &* index &+ byte]) &<< UInt64(8 &* byte) }
            sum = Self.mix(sum, word)
        }
        var rest: UInt64 = 0
        for index in 8 * words..<bytes.count { rest = rest &<< 8 | UInt64(bytes[index]) }
        value = Self.mix(Self.mix(sum, rest), UInt64(bytes.count))
    }

    private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        return product ^ product &>> 29
    }
}
