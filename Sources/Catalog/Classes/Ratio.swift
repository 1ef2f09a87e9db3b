/// A ratio of areas: the sum of some classes over the sum of others.
package struct Ratio: Sendable, Hashable {
    /// One line, unique in its catalog.
    package var name: String
    /// Class values of the numerator, in the order of the catalog, none twice.
    package var of: [UInt8]
    /// Class values of the denominator, in the order of the catalog, none twice.
    package var over: [UInt8]

    /// A ratio by class values.
    package init(name: String, of: [UInt8], over: [UInt8]) {
        self.name = name
        self.of = of
        self.over = over
    }
}
