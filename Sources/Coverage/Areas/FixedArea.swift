/// Areas as integers: multiples of 2^-48 m2, so that sums do not depend on the order of their parts.
///
/// One pixel's area is rounded once; everything after that is exact. 2^-48 m2 is 3.6e-11 of a pixel of 1 cm. 128 bits
/// hold 1.2e24 m2, the surface of the earth 2e9 times over.
package enum FixedArea {
    /// 2^48: units in one square metre.
    package static let unitsPerSquareMetre: Double = 0x1p48
    /// 2^80 m2 is where 128 bits end; no raster may reach half of it.
    static let largestTotal: Double = 0x1p79

    /// An area in units, rounded once (to nearest, ties to even).
    ///
    /// - Parameter area: m2, finite, not negative and less than 2^79.
    /// - Returns: the area in multiples of 2^-48 m2.
    package static func units(squareMetres area: Double) -> UInt128 {
        precondition(area >= 0 && area < largestTotal, "an area must be finite and not negative")
        let scaled = area * unitsPerSquareMetre
        guard scaled >= 0x1p63 else { return UInt128(UInt64(scaled.rounded(.toNearestOrEven))) }
        // Beyond 2^53 a double is a whole number: its 53 bits, shifted. (The general conversion is ten times slower.)
        let bits = UInt128(scaled.significandBitPattern | 1 << 52)
        return bits << UInt128(scaled.exponent - 52)
    }

    /// The area in m2: the double nearest to the exact value.
    package static func squareMetres(_ units: UInt128) -> Double {
        Double(units) * 0x1p-48
    }

    /// A signed share of an area (a gradient) in units, rounded once.
    static func signedUnits(squareMetres area: Double) -> Int128 {
        let magnitude = Int128(units(squareMetres: area.magnitude))
        return area < 0 ? -magnitude : magnitude
    }
}
