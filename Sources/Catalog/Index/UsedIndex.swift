/// An index that a catalog uses.
package struct UsedIndex: Sendable, Hashable {
    /// The name that the catalog writes.
    package var name: String
    /// The formula with its constants and the catalog's own band symbols (`N2` where the catalog has no `N`).
    package var formula: String
    /// What the bands have to be; nil where any scale will do.
    package var needs: IndexRequirement?
    /// Author and year.
    package var source: String

    /// True where raw numbers in place of reflectance 0...1 give another result.
    package var needsReflectance: Bool { needs == .reflectance }
}
