/// Colours of classes for which a catalog names none: they depend on the value alone, so that two runs, or two
/// catalogs with the same values, look alike.
enum ClassPalette {
    /// Okabe and Ito (2008), without black: eight colours that colour-blind people can tell apart.
    private static let first = [
        ClassColor(red: 0xe6, green: 0x9f, blue: 0x00), ClassColor(red: 0x56, green: 0xb4, blue: 0xe9),
        ClassColor(red: 0x00, green: 0x9e, blue: 0x73), ClassColor(red: 0xf0, green: 0xe4, blue: 0x42),
        ClassColor(red: 0x00, green: 0x72, blue: 0xb2), ClassColor(red: 0xd5, green: 0x5e, blue: 0x00),
        ClassColor(red: 0xcc, green: 0x79, blue: 0xa7), ClassColor(red: 0x99, green: 0x99, blue: 0x99),
    ]

    /// The colour of a class value, 1...255. No two values share one.
    static func color(of value: UInt8) -> ClassColor {
        let index = Int(value) - 1
        if first.indices.contains(index) { return first[index] }
        // 797 of 1290 hues is the golden section of the colour circle, so that neighbouring values look different; the
        // two share no divisor, so that no hue comes twice.
        return hue(Int(value) * 797 % 1290)
    }

    /// One of 1290 hues: 215 steps along each of the six edges of the colour cube 40...255.
    private static func hue(_ step: Int) -> ClassColor {
        let low: UInt8 = 40
        let (edge, part) = step.quotientAndRemainder(dividingBy: 215)
        let rising = low + UInt8(part)
        let falling = 255 - UInt8(part)
        switch edge {
        case 0: return ClassColor(red: 255, green: rising, blue: low)
        case 1: return ClassColor(red: falling, green: 255, blue: low)
        case 2: return ClassColor(red: low, green: 255, blue: rising)
        case 3: return ClassColor(red: low, green: falling, blue: 255)
        case 4: return ClassColor(red: rising, green: low, blue: 255)
        default: return ClassColor(red: 255, green: low, blue: falling)
        }
    }
}

extension ClassColor {
    /// The colour of a class value, 1...255, for which a catalog names none.
    package static func standard(for value: UInt8) -> ClassColor { ClassPalette.color(of: value) }
}
