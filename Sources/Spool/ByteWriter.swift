/// Puts numbers into bytes: seven bits a byte, the lowest first, so that small numbers are short.
@usableFromInline
package struct ByteWriter: Sendable {
    /// What was written.
    @usableFromInline
    package internal(set) var bytes: [UInt8] = []

    /// A writer without bytes.
    @inlinable
    package init() {}

    /// Forgets what was written and keeps the memory.
    @inlinable
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends one byte.
    @inlinable
    @inline(__always)
    package mutating func put(byte: UInt8) { bytes.append(byte) }

    /// Appends a number that is not negative.
    @inlinable
    @inline(__always)
    package mutating func put(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a number of either sign.
    @inlinable
    @inline(__always)
    package mutating func put(signed number: Int) {
        // The sign goes to the lowest bit.
        put((number &<< 1) ^ (number &>> 63))
    }

    /// Appends a wide number.
    @inlinable
    package mutating func put(wide number: UInt128) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends the lowest bytes of a number, the lowest first, however large it is.
    package mutating func put(littleEndian number: UInt64, bytes count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number &>> UInt64(8 &* index))) }
    }

    /// Appends the bits of a floating-point number.
    package mutating func put(number: Double) { put(Int(bitPattern: UInt(number.bitPattern))) }

    /// Appends other bytes.
    @inlinable
    package mutating func put(bytes other: some Collection<UInt8>) { bytes.append(contentsOf: other) }
}
