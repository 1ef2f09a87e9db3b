/// One class as a mask file shows it: value, name and colour.
package struct MaskCategory: Sendable, Hashable {
    /// Pixel value in the mask, 1...255.
    package var value: UInt8
    /// Name of the class, as GDAL's category name.
    package var name: String
    /// Red of the colour table, 0...255.
    package var red: UInt8
    /// Green of the colour table, 0...255.
    package var green: UInt8
    /// Blue of the colour table, 0...255.
    package var blue: UInt8

    /// A category from its value, name and colour.
    package init(value: UInt8, name: String, red: UInt8, green: UInt8, blue: UInt8) {
        self.value = value
        self.name = name
        self.red = red
        self.green = green
        self.blue = blue
    }
}
