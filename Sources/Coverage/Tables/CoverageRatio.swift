/// A ratio that a catalog asks for: the classes `of` in percent of the classes `over`.
package struct CoverageRatio: Hashable, Sendable {
    /// Name of the ratio.
    package var name: String
    /// Class values of the numerator.
    package var of: [UInt8]
    /// Class values of the denominator.
    package var over: [UInt8]

    /// A ratio of the catalog.
    package init(name: String, of: [UInt8], over: [UInt8]) {
        self.name = name
        self.of = of
        self.over = over
    }
}
