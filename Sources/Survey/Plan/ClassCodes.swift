import Catalog
import RasterModel
import Segmentation

/// The codes that stand for a catalog's classes while a survey works: 1, 2, ... in the order of the class values.
///
/// The values themselves may be any byte but 0, so they could collide with the special codes of `MaskCode`. The order
/// is kept, so that ties between codes go to the lower class value.
struct ClassCodes: Sendable, Hashable {
    /// Class values by code; the value of code 1 comes first.
    private let values: [UInt8]

    init(_ catalog: Catalog) { values = catalog.classes.map(\.value) }

    /// All codes, ascending.
    var codes: [UInt8] { values.indices.map { UInt8($0 + 1) } }

    /// True where every code is the class value itself.
    var areValues: Bool { codes == values }

    /// The code of a class value of the catalog.
    func code(of value: UInt8) -> UInt8 {
        guard let index = values.firstIndex(of: value) else { preconditionFailure("\(value) is no class value") }
        return UInt8(index + 1)
    }

    /// What each code becomes in the mask file: 256 entries, 0 for everything that is no class.
    var maskValues: [UInt8] {
        var table = [UInt8](repeating: 0, count: 256)
        for (index, value) in values.enumerated() { table[index + 1] = value }
        return table
    }

    /// Rules that assign codes instead of class values.
    private func rules(_ rules: RuleSet) -> RuleSet {
        var rules = rules
        for index in rules.assignments.indices {
            rules.assignments[index].classValue = code(of: rules.assignments[index].classValue)
        }
        return rules
    }

    /// A catalog's method, classifying in codes instead of class values.
    ///
    /// - Parameters:
    ///   - pixelSize: of a pixel on the ground; nil will do where no length is measured on the ground.
    ///   - signals: numbers that it hands out beside the codes.
    func segmenter(
        _ method: CatalogMethod, pixelSize: GroundPixelSize?, signals: [Expression]
    ) -> any Segmenter {
        switch method {
        case .rules(let rules): RuleSegmenter(self.rules(rules), pixelSize: pixelSize, signals: signals)
        }
    }
}
