/// Reads what `ByteWriter` wrote.
@usableFromInline
package struct ByteReader: Sendable {
    @usableFromInline
    let bytes: [UInt8]
    /// Index of the next byte.
    @usableFromInline
    package internal(set) var position: Int

    /// Reads from an index of `bytes`.
    @inlinable
    package init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The next byte.
    @inlinable
    @inline(__always)
    package mutating func byte() -> UInt8 {
        position &+= 1
        return bytes[position &- 1]
    }

    /// The next bytes as they are.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        position &+= count
        return Array(bytes[position &- count..<position])
    }

    /// The next number that is not negative.
    @inlinable
    @inline(__always)
    package mutating func number() -> Int {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = byte()
            number |= UInt64(next & 0x7f) &<< shift
            if next < 0x80 { return Int(Int64(bitPattern: number)) }
            shift &+= 7
        }
    }

    /// The next number of either sign.
    @inlinable
    @inline(__always)
    package mutating func signedNumber() -> Int {
        let number = UInt64(bitPattern: Int64(number()))
        return Int(Int64(bitPattern: number &>> 1)) ^ -Int(number & 1)
    }

    /// The next number of some bytes, the lowest first.
    package mutating func littleEndian(bytes count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in 0..<count { number |= UInt64(byte()) &<< UInt64(8 &* index) }
        return number
    }

    /// The next floating-point number.
    package mutating func decimal() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: number()))) }

    /// The next wide number.
    @inlinable
    package mutating func wideNumber() -> UInt128 {
        var number: UInt128 = 0
        var shift: UInt128 = 0
        while true {
            let next = byte()
            number |= UInt128(next & 0x7f) &<< shift
            if next < 0x80 { return number }
            shift &+= 7
        }
    }
}
