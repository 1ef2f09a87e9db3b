package import Segmentation

/// A spectral index that formulas of catalogs may use by its name.
package struct SpectralIndex: Sendable, Hashable {
    /// The short name, case-sensitive: `NDVI`.
    package var name: String
    /// The name of which this is another one; nil for the entry that has the formula.
    package var alias: String?
    /// One line for people.
    package var title: String
    /// The formula as text, with its constants put in: what reports print.
    package var formula: String
    /// The formula as a tree over `bands` and numbers; what gives no finite result is invalid, as in every formula.
    package var expression: Expression
    /// The symbols that the formula uses, in the order of the file.
    package var bands: [String]
    /// The numbers of this index alone, sorted by name; in `formula` and `expression` they have been put in.
    package var constants: [IndexConstant]
    /// What reflectance 0...1 (for `.eightBit` numbers 0...255) cannot leave; nil where there is no such bound.
    package var range: ClosedRange<Double>?
    /// What the bands have to be; nil where the index is the same at any scale.
    package var needs: IndexRequirement?
    /// Author and year.
    package var source: String

    /// True where raw numbers in place of reflectance 0...1 give another result.
    package var needsReflectance: Bool { needs == .reflectance }
}
