/// Reads what `ByteWriter` wrote.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    package private(set) var position: Int

    /// Reads from a place in `bytes`.
    package init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    package mutating func byte() -> UInt8 {
        position &+= 1
        return bytes[position &- 1]
    }

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

    @inline(__always)
    package mutating func signedNumber() -> Int {
        let number = UInt64(bitPattern: Int64(number()))
        return Int(Int64(bitPattern: number &>> 1)) ^ -Int(number & 1)
    }

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
