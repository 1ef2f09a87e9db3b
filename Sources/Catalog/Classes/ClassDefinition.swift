/// One class of a catalog.
package struct ClassDefinition: Sendable, Hashable {
    /// The value in the mask, 1...255.
    package var value: UInt8
    /// One line, unique in its catalog.
    package var name: String
    /// As the catalog says; where it says nothing, a colour that depends on the value alone.
    package var color: ClassColor

    /// A class with its value in the mask.
    package init(value: UInt8, name: String, color: ClassColor) {
        self.value = value
        self.name = name
        self.color = color
    }
}
