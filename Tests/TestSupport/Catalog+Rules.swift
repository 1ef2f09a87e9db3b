package import Catalog
package import Segmentation

extension Catalog {
    /// The rules of a catalog whose method they are.
    package var rules: RuleSet {
        switch method {
        case .rules(let rules): rules
        }
    }
}
