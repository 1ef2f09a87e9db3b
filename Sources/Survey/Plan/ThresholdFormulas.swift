import Catalog
import RasterIO
import RasterModel
import Segmentation

extension Catalog {
    /// What its thresholds are of, in their order: texts that are equal where the numbers are.
    var thresholdFormulas: [String] {
        switch method {
        case .rules(let rules):
            let symbols = bands.map { ($0.symbol, $0.reference.description) }
            let writer = FormulaText(rules, bands: Dictionary(symbols) { first, _ in first }) {
                "sha256:\(FileDigest.sha256(text: $0))"
            }
            return rules.thresholds.map { writer.text($0.of) }
        }
    }
}
