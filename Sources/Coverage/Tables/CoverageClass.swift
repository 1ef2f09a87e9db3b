/// A class of the catalog, as far as the tally is concerned.
package struct CoverageClass: Hashable, Sendable {
    /// Mask code of the class, 1...253.
    package var value: UInt8
    /// Name of the class.
    package var name: String

    /// A class of the catalog.
    package init(value: UInt8, name: String) {
        self.value = value
        self.name = name
    }
}
