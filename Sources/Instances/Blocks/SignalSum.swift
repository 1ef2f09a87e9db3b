package import Spool

/// Sum of a signal over pixels, in multiples of 2^-32, so that the order of pixels does not matter.
package struct SignalSum: Hashable, Sendable {
    /// Values beyond this, and those that are not finite, are left out.
    package static let largestMagnitude: Float = 0x1p60
    private static let unitsPerOne: Float = 0x1p32

    private var units: Int128 = 0
    /// How many values were added.
    package private(set) var count = 0

    /// Nothing: the identity of `merge`.
    package init() {}

    /// Mean of the values; nil where there are none.
    package var mean: Double? { count == 0 ? nil : Double(units) / Double(count) * 0x1p-32 }

    /// Adds values. Each is rounded once, to a multiple of 2^-32.
    package mutating func add(_ values: Span<Float>) {
        var narrow: Int64 = 0
        for index in values.indices {
            let value = values[index]
            if value.magnitude < 0x1p14 {
                // A row of a block stays below 2^62.
                narrow &+= Int64((value * Self.unitsPerOne).rounded(.toNearestOrEven))
                count &+= 1
            } else if value.magnitude <= Self.largestMagnitude {
                units += Int128(value) << 32
                units += Int128(((value - value.rounded(.towardZero)) * Self.unitsPerOne).rounded(.toNearestOrEven))
                count += 1
            }
        }
        units += Int128(narrow)
    }

    /// Adds another sum.
    package mutating func merge(_ other: SignalSum) {
        units += other.units
        count += other.count
    }
}

extension SignalSum: Spillable {
    /// Appends the sum.
    package func write(to writer: inout ByteWriter) {
        writer.put(wide: UInt128(bitPattern: (units << 1) ^ (units >> 127)))
        writer.put(count)
    }

    /// Reads a sum.
    package init(from reader: inout ByteReader) {
        let folded = reader.wideNumber()
        units = Int128(bitPattern: folded >> 1) ^ -Int128(folded & 1)
        count = reader.number()
    }
}
