/// A colour of a legend, sRGB, 0...255 each.
@usableFromInline
package struct ClassColor: Sendable, Hashable, CustomStringConvertible {
    /// Red, 0...255.
    @usableFromInline package var red: UInt8
    /// Green, 0...255.
    @usableFromInline package var green: UInt8
    /// Blue, 0...255.
    @usableFromInline package var blue: UInt8

    /// A colour of three bytes.
    @inlinable package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour as catalogs write it: `#rrggbb`.
    @usableFromInline package var description: String {
        var text = "#"
        for byte in [red, green, blue] {
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
