/// What kind of numbers a plane holds: how large they are, and what they are multiples of.
///
/// Sums in double precision of numbers that are multiples of one power of two, and not too many of it, are exact: they
/// do not depend on the order, and integers give the same.
struct NumberGrain {
    /// Bits of the largest magnitude of a finite number.
    private var largest: Int32 = 0
    /// Bits of the smallest magnitude of a finite number that is not 0.
    private var smallest = Int32.max
    /// True where all numbers are finite.
    private(set) var isComplete = true
    private var isWhole = true
    private var isNegative = false

    /// Integers that a sum in double precision holds exactly.
    private static let exact = 0x1p53
    /// 1.5 * 2^23: a number of at most 2^22 added to it is rounded to an integer.
    fileprivate static let integers: Float = 0x1.8p23

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
        let (low, high) = magnitudes(numbers)
        if high >= Float.infinity.bitPattern { return lookClosely(at: numbers) }
        smallest = min(smallest, low)
        largest = max(largest, high)
        let (broken, negative) = marks(numbers)
        if broken { isWhole = false }
        if negative { isNegative = true }
    }

    /// The same where some numbers are not finite.
    private mutating func lookClosely(at numbers: Span<Float>) {
        isComplete = false
        for i in 0..<numbers.count {
            let x = numbers[i]
            guard x.isFinite else { continue }
            let magnitude = Int32(bitPattern: x.magnitude.bitPattern)
            largest = max(largest, magnitude)
            if magnitude > 0 { smallest = min(smallest, magnitude) }
            if (x + Self.integers) - Self.integers != x { isWhole = false }
            if x < 0 { isNegative = true }
        }
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

// Loops that the optimiser turns into vector code: nothing in them depends on what was found.

/// Bits of the smallest magnitude above 0 and of the largest.
private func magnitudes(_ numbers: Span<Float>) -> (smallest: Int32, largest: Int32) {
    let count = numbers.count
    var (smallest, largest) = (Int32.max, Int32(0))
    for i in 0..<count {
        let bits = Int32(truncatingIfNeeded: numbers[i].bitPattern & 0x7FFF_FFFF)
        largest = max(largest, bits)
        // 0 becomes the largest of all.
        smallest = min(smallest, Int32(truncatingIfNeeded: UInt32(truncatingIfNeeded: bits &- 1) & 0x7FFF_FFFF))
    }
    return (smallest == .max ? .max : smallest + 1, largest)
}

/// Whether some of the numbers, which are finite, are not integers, and whether some have a sign.
private func marks(_ numbers: Span<Float>) -> (broken: Bool, negative: Bool) {
    let count = numbers.count
    let integers = NumberGrain.integers
    var (broken, signs) = (UInt32(0), UInt32(0))
    for i in 0..<count {
        let x = numbers[i]
        let rounded = (x + integers) - integers
        broken |= (rounded - x).bitPattern
        signs |= x.bitPattern
    }
    return (broken != 0, signs >> 31 != 0)
}
