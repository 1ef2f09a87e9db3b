/// Puts numbers into bytes: seven bits a byte, the lowest first, so that small numbers are short.
struct ByteWriter: Sendable {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// A writer without bytes.
    init() {}

    /// Forgets what was written and keeps the memory.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends one byte.
    @inline(__always)
    mutating func put(byte: UInt8) { bytes.append(byte) }

    /// Appends a number that is not negative.
    @inline(__always)
    mutating func put(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a number of either sign.
    @inline(__always)
    mutating func put(signed number: Int) {
        // The sign goes to the lowest bit.
        put((number &<< 1) ^ (number &>> 63))
    }

    /// Appends a wide number.
    mutating func put(wide number: UInt128) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends other bytes.
    mutating func put(bytes other: some Collection<UInt8>) { bytes.append(contentsOf: other) }
}

/// Reads what `ByteWriter` wrote.
struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private(set) var position: Int

    /// Reads from a place in `bytes`.
    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    mutating func byte() -> UInt8 {
        position &+= 1
        return bytes[position &- 1]
    }

    @inline(__always)
    mutating func number() -> Int {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = byte()
            number |= UInt64(next & 0x7f) &<< shift
            if next < 0x80 { return Int(Int64(bitPattern: number)) }
            shift &+= 7
        }
    }

    @inline(__always)
    mutating func signedNumber() -> Int {
        let number = UInt64(bitPattern: Int64(number()))
        return Int(Int64(bitPattern: number &>> 1)) ^ -Int(number & 1)
    }

    mutating func wideNumber() -> UInt128 {
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
