/// How numbers are made integers for their sums in discs, and means of the sums.
protocol DiscNumbers: Sendable {
    associatedtype Integer: FixedWidthInteger & Sendable

    /// The integer of a number; 0 where it is not finite.
    func integer(_ number: Float) -> Integer
    /// The mean of some numbers; NaN of none.
    func mean(_ sum: Integer, of count: Int32) -> Float
    /// A sum of integers, or of their squares, as the sum of the numbers or of theirs.
    func total(_ sum: Integer, squares: Bool) -> Double
}

/// Integers whose sums fit 16 bits.
struct ShortNumbers: DiscNumbers {
    @inline(__always)
    func integer(_ number: Float) -> UInt16 { UInt16(truncatingIfNeeded: wholeNumber(number)) }
    // Sum and count are exact in Float32: its quotient is rounded as one of doubles that is rounded to Float32 then.
    @inline(__always)
    func mean(_ sum: UInt16, of count: Int32) -> Float { Float(Int32(sum)) / Float(count) }
    @inline(__always)
    func total(_ sum: UInt16, squares: Bool) -> Double { Double(sum) }
}

/// Integers whose sums fit Float32.
struct WholeNumbers: DiscNumbers {
    @inline(__always)
    func integer(_ number: Float) -> Int32 { wholeNumber(number) }
    @inline(__always)
    func mean(_ sum: Int32, of count: Int32) -> Float { Float(sum) / Float(count) }
    @inline(__always)
    func total(_ sum: Int32, squares: Bool) -> Double { Double(sum) }
}

/// Integers whose sums fit 32 bits.
struct LongNumbers: DiscNumbers {
    @inline(__always)
    func integer(_ number: Float) -> Int32 { wholeNumber(number) }
    @inline(__always)
    func mean(_ sum: Int32, of count: Int32) -> Float { Float(Double(sum) / Double(count)) }
    @inline(__always)
    func total(_ sum: Int32, squares: Bool) -> Double { Double(sum) }
}

/// Multiples of a power of two whose sums fit 53 bits.
struct ScaledNumbers: DiscNumbers {
    /// What makes integers of them: at most 2^51.
    private let scale: Double
    private let unit: Double

    init(scale: Double) { (self.scale, unit) = (scale, 1 / scale) }

    @inline(__always)
    func integer(_ number: Float) -> Int64 {
        // 1.5 * 2^52: a number of at most 2^51 added to it is rounded to an integer, which its lowest bits then hold.
        let integers = 0x1.8p52
        let raised = (Double(number) * scale + integers).bitPattern &- integers.bitPattern
        return number - number == 0 ? Int64(bitPattern: raised) : 0
    }
    @inline(__always)
    func mean(_ sum: Int64, of count: Int32) -> Float { Float(Double(sum) * unit / Double(count)) }
    @inline(__always)
    func total(_ sum: Int64, squares: Bool) -> Double { Double(sum) * unit * (squares ? unit : 1) }
}

/// The integer that a number of at most 2^22 is; 0 where it is not finite.
@inline(__always)
private func wholeNumber(_ number: Float) -> Int32 {
    // As above, for Float32.
    let integers: Float = 0x1.8p23
    let integer = Int32(truncatingIfNeeded: (number + integers).bitPattern &- integers.bitPattern)
    return number - number == 0 ? integer : 0
}
