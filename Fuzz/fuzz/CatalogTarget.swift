import Catalog
import Segmentation
import TestSupport

/// Bytes as a catalog: read, checked, compiled and run over a few pixels.
enum CatalogTarget {
    static func test(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        do {
            let catalog = try Catalog(yaml: text, file: "catalog.yaml")
            check(catalog)
            Trial.run(catalog)
        } catch {
            precondition(!error.description.contains(where: \.isNewline), "an error of several lines")
            precondition(error.description.contains("catalog.yaml"), "an error without its file")
        }
    }

    /// What a checked catalog promises.
    private static func check(_ catalog: Catalog) {
        let values = catalog.classes.map(\.value)
        precondition(values == values.sorted() && Set(values).count == values.count && !values.contains(0))
        precondition(catalog.rules.bands == catalog.bands.map(\.symbol))
        precondition(catalog.rules.assignments.last?.condition == nil && !catalog.rules.assignments.isEmpty)
        precondition(catalog.rules.assignments.allSatisfy { values.contains($0.classValue) })
        precondition(catalog.ratios.allSatisfy { Set($0.of + $0.over).isSubset(of: values) })
        precondition(!catalog.warnings.contains { $0.contains(where: \.isNewline) })
    }
}
