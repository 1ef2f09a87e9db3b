/// Shares of pixels as integers: multiples of 2^-30, so that sums do not depend on the order of their parts.
package enum FixedShare {
    /// A whole pixel.
    package static let one: UInt32 = 1 << 30

    /// Shares summed up, in pixels: the double nearest to the exact value.
    package static func pixels(_ shares: UInt128) -> Double { Double(shares) * 0x1p-30 }

    /// A share of an area, rounded once (ties upwards).
    ///
    /// - Parameter area: any; up to 2^98 units (2^50 m2) it takes one multiplication.
    static func part(_ share: UInt32, of area: UInt128) -> UInt128 {
        guard area >> 96 != 0 else { return (area * UInt128(share) + 1 << 29) >> 30 }
        let (high, low) = area.multipliedFullWidth(by: UInt128(share))
        return high << 98 + low >> 30 + (low >> 29) & 1
    }
}
