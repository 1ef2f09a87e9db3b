package import Segmentation

/// `method` of a catalog: how it decides what covers the ground.
package enum CatalogMethod: Sendable, Hashable {
    /// Formulas over bands. Its `bands` are the symbols of the catalog's, in the same order; the indices that it uses are
    /// its first definitions. Classes are class values.
    case rules(RuleSet)

    /// Formulas of the method, in the order of the catalog; empty for methods without.
    package var formulas: [Expression] {
        switch self {
        case .rules(let rules): rules.formulas
        }
    }

    /// Numbers that are chosen for each raster, in the order of the catalog; empty for methods without.
    package var thresholds: [RuleSet.Threshold] {
        switch self {
        case .rules(let rules): rules.thresholds
        }
    }
}
