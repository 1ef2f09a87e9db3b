extension [UInt8] {
    /// Appends a number, its highest byte first.
    mutating func append(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
        for byte in (0..<number.bitWidth / 8).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }

    /// Appends a number, its lowest byte first.
    mutating func append(littleEndian number: some FixedWidthInteger & UnsignedInteger) {
        for byte in 0..<number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
