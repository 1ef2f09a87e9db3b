/// The checksum at the end of a zlib stream (RFC 1950, 8.2 and 9): the sum of the bytes, and the sum of the sums.
///
/// Sums 256 bytes at a time as 16 rows of 16 columns. A byte in row r and column c counts 16 · (15 − r) + 16 − c times
/// in the sum of sums, so the columns' totals and the totals' running sums are all that is needed, and both fit 16 bits.
func adler32(_ bytes: [UInt8]) -> UInt32 {
    let modulus: UInt64 = 65521
    let all = bytes.span
    let raw = unsafe all.bytes
    var (sum, sumOfSums): (UInt64, UInt64) = (1, 0)
    var at = 0
    while at &+ 256 <= all.count {
        var group = AdlerGroup()
        for row in 0..<16 {
            // Even and odd columns, by taking 16 bytes for 8 words.
            group.add(unsafe raw.unsafeLoadUnaligned(fromByteOffset: at &+ 16 &* row, as: SIMD8<UInt16>.self))
        }
        sumOfSums &+= 256 &* sum &+ group.weightedTotal
        sum &+= group.total
        at &+= 256
        // In a mebibyte the sums stay below 2^29 and 2^49.
        if at & 0xf_ffff == 0 { (sum, sumOfSums) = (sum % modulus, sumOfSums % modulus) }
    }
    for i in at..<all.count {
        sum &+= UInt64(all[i])
        sumOfSums &+= sum
    }
    return UInt32(sumOfSums % modulus) &<< 16 | UInt32(sum % modulus)
}

/// The sums of 256 bytes.
private struct AdlerGroup {
    private var (even, odd) = (SIMD8<UInt16>.zero, SIMD8<UInt16>.zero)
    /// For every column the sum of its totals before each row: at most 255 · 120.
    private var (evenBefore, oddBefore) = (SIMD8<UInt16>.zero, SIMD8<UInt16>.zero)

    @inline(__always)
    mutating func add(_ words: SIMD8<UInt16>) {
        evenBefore &+= even
        oddBefore &+= odd
        let (low, high) = (words & 0xff, words &>> 8)
        let isLittleEndian = UInt16(1).littleEndian == 1
        even &+= isLittleEndian ? low : high
        odd &+= isLittleEndian ? high : low
    }

    /// Column totals are at most 16 · 255, so a column's total times its weight still fits 16 bits.
    var total: UInt64 { Self.sum(even &+ odd) }

    var weightedTotal: UInt64 {
        let weights = SIMD8<UInt16>(16, 14, 12, 10, 8, 6, 4, 2)
        return 16 &* Self.sum(evenBefore &+ oddBefore)
            &+ Self.sum(even &* weights) &+ Self.sum(odd &* (weights &- 1))
    }

    private static func sum(_ words: SIMD8<UInt16>) -> UInt64 {
        UInt64(SIMD8<UInt32>(truncatingIfNeeded: words).wrappedSum())
    }
}
