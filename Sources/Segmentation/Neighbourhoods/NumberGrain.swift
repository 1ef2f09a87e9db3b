/// What kind of numbers a plane holds: how large they are, and what they are multiples of.
///
/// Sums in double precision of numbers that are multiples of one power of two, and not too many of it, are exact: they
/// do not depend on the order, and integers give the same.
struct NumberGrain {
    /// Bits of the largest magnitude of a finite number.
    private var largest: Int32 = 0
    /// Bits of the smallest magnitude of a finite number that is not 0, less 1.
    private var smallest = UInt32.max
    /// True where all numbers are finite.
    private(set) var isComplete = true
    private var isWhole = true
    private var isNegative = false

    /// Integers that a sum in double precision holds exactly.
    private static let exact = 0x1p53
    /// 1.5 * 2^23: a number of at most 2^22 added to it is rounded to an integer, which its lowest bits then hold.
    private static let integers: Float = 0x1.8p23
    /// The same for double precision and numbers of at most 2^51.
    private static let longIntegers = 0x1.8p52

    /// The integer that a number is, at most 2^22; 0 where it is not finite.
    @inline(__always)
    static func integer(_ x: Float) -> Int32 {
        let integer = Int32(truncatingIfNeeded: (x + integers).bitPattern &- integers.bitPattern)
        return x - x == 0 ? integer : 0
    }

    /// The integer that a number times a power of two is, at most 2^51; 0 where it is not finite.
    @inline(__always)
    static func integer(_ x: Float, scale: Double) -> Int64 {
        let integer = (Double(x) * scale + longIntegers).bitPattern &- longIntegers.bitPattern
        return x - x == 0 ? Int64(bitPattern: integer) : 0
    }

    /// Looks at the numbers.
    init(_ numbers: Span<Float>) {
        var start = 0
        while start < numbers.count {
            let part = start..<min(start + 4096, numbers.count)
            look(at: numbers.extracting(part))
            start = part.upperBound
        }
    }

    private mutating func look(at numbers: Span<Float>) {
        let count = numbers.count
        var (largest, smallest) = (largest, Int32.max)
        var (absent, broken, sign) = (UInt32(0), UInt32(0), UInt32(0))
        for i in 0..<count {
            let x = numbers[i]
            let magnitude = Int32(truncatingIfNeeded: x.bitPattern & 0x7FFF_FFFF)
            let finite: Int32 = magnitude < 0x7F80_0000 ? magnitude : 0
            absent |= magnitude < 0x7F80_0000 ? 0 : 1
            largest = finite > largest ? finite : largest
            let some = finite > 0 ? finite : .max
            smallest = some < smallest ? some : smallest
            let rounded = (x + Self.integers) - Self.integers
            broken |= rounded != x && finite > 0 ? 1 : 0
            sign |= finite > 0 ? x.bitPattern : 0
        }
        self.largest = largest
        self.smallest = min(self.smallest, UInt32(smallest))
        if absent != 0 { isComplete = false }
        if broken != 0 { isWhole = false }
        if sign >> 31 != 0 { isNegative = true }
    }

    /// How sums of numbers, and of their squares, may be computed in integers.
    enum Sums: Equatable {
        /// Integers, whose sums fit 16 bits without a sign, a Float32, or 32 bits.
        case short, whole, long
        /// Multiples of 1 / scale, whose sums fit 53 bits.
        case scaled(Double)
        /// Only in double precision, and in one order.
        case inOrder
    }

    /// - Parameter count: most numbers that are added.
    func sums(of count: Int, squares: Bool) -> Sums {
        let magnitude = Double(Float(bitPattern: UInt32(largest)))
        let sum = Double(count) * (squares ? magnitude * max(1, magnitude) : magnitude)
        if isWhole, magnitude < 0x1p22 {
            if sum < 0x1p16, !isNegative { return .short }
            if sum < 0x1p31 { return sum < 0x1p24 ? .whole : .long }
        }
        // The last bit of the smallest number.
        let step = Int(max(smallest >> 23, 1)) - 150
        guard smallest < 0x7F80_0000, step >= -500, step <= 0 else { return .inOrder }
        let scale = Double(sign: .plus, exponent: -step, significand: 1)
        let units = Double(count) * (squares ? magnitude * scale * magnitude * scale : magnitude * scale)
        return units <= Self.exact && magnitude * scale <= 0x1p51 ? .scaled(scale) : .inOrder
    }
}
