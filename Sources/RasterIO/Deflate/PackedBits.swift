/// Up to 56 bits and how many they are, as one word: the count is in the top byte, so that a table of codes is a table
/// of words.
struct PackedBits: BitwiseCopyable {
    private var word: UInt64

    static let capacity = 56

    init(bits: UInt64 = 0, count: Int = 0) { word = bits | UInt64(count) &<< 56 }

    var bits: UInt64 { word & 0x00ff_ffff_ffff_ffff }
    var count: UInt64 { word &>> 56 }

    /// These bits, then `next`. Both together must fit the capacity.
    func followed(by next: PackedBits) -> PackedBits {
        PackedBits(word: (word &+ next.word & 0xff &<< 56) | next.bits &<< count)
    }

    private init(word: UInt64) { self.word = word }
}
