import Catalog
import Segmentation

extension Catalog {
    /// The rules of a catalog whose method they are.
    var rules: RuleSet {
        switch method {
        case .rules(let rules): rules
        }
    }
}
