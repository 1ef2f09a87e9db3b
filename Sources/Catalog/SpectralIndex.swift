public import Segmentation

/// A spectral index that formulas of catalogs may use by its name.
public struct SpectralIndex: Sendable, Hashable {
    /// The short name, case-sensitive: `NDVI`.
    public var name: String
    /// The name of which this is another one; nil for the entry that has the formula.
    public var alias: String?
    /// One line for people.
    public var title: String
    /// The formula as text, with its constants put in: what reports print.
    public var formula: String
    /// The formula as a tree over `bands` and numbers; what gives no finite result is invalid, as in every formula.
    public var expression: Expression
    /// The symbols that the formula uses, in the order of the file.
    public var bands: [String]
    /// The numbers of this index alone, sorted by name; in `formula` and `expression` they have been put in.
    public var constants: [IndexConstant]
    /// What reflectance 0...1 (for `.eightBit` numbers 0...255) cannot leave; nil where there is no such bound.
    public var range: ClosedRange<Double>?
    /// What the bands have to be; nil where the index is the same at any scale.
    public var needs: IndexRequirement?
    /// Author and year.
    public var source: String

    /// True where raw numbers in place of reflectance 0...1 give another result.
    public var needsReflectance: Bool { needs == .reflectance }
}

/// A number of an index's formula that has a name.
public struct IndexConstant: Sendable, Hashable {
    /// As publications call it: `L` of SAVI.
    public var name: String
    /// The usual value.
    public var value: Float
}

/// What the bands of an index have to be.
public enum IndexRequirement: String, Sendable, Hashable, CaseIterable {
    /// Reflectance 0...1.
    case reflectance
    /// Numbers 0...255.
    case eightBit = "8-bit"
}

/// An index that a catalog uses.
public struct UsedIndex: Sendable, Hashable {
    /// The name that the catalog writes.
    public var name: String
    /// The formula with its constants and the catalog's own band symbols (`N2` where the catalog has no `N`).
    public var formula: String
    /// What the bands have to be; nil where any scale will do.
    public var needs: IndexRequirement?
    /// Author and year.
    public var source: String

    /// True where raw numbers in place of reflectance 0...1 give another result.
    public var needsReflectance: Bool { needs == .reflectance }
}
