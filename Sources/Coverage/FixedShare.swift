/// Shares of pixels as integers: multiples of 2^-30, so that sums do not depend on the order of their parts.
public enum FixedShare {
    /// A whole pixel.
    public static let one: UInt32 = 1 << 30

    /// Shares summed up, in pixels: the double nearest to the exact value.
    public static func pixels(_ shares: UInt128) -> Double { Double(shares) * 0x1p-30 }
}
