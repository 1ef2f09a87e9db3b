/// One class as a mask file shows it: value, name and colour.
public struct MaskCategory: Sendable, Hashable {
    public var value: UInt8
    public var name: String
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(value: UInt8, name: String, red: UInt8, green: UInt8, blue: UInt8) {
        self.value = value
        self.name = name
        self.red = red
        self.green = green
        self.blue = blue
    }
}
