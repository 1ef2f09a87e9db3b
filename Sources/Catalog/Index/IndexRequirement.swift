/// What the bands of an index have to be.
package enum IndexRequirement: String, Sendable, Hashable, CaseIterable {
    /// Reflectance 0...1.
    case reflectance
    /// Numbers 0...255.
    case eightBit = "8-bit"
}
