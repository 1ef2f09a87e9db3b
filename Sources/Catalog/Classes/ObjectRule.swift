package import RasterModel
import Segmentation

/// `objects` of a catalog: what is counted.
package struct ObjectRule: Hashable, Sendable {
    /// Class values whose pixels make up objects, in the order of the catalog; pixels of any of them belong together.
    package var classes: [UInt8]
    /// True where pixels that share only a corner belong together: eight neighbours instead of four.
    package var joinsCorners = true
    /// Smaller objects are not counted; nil where all are.
    package var minArea: GroundArea?
    /// Numbers whose means over each object are told, in the order of the catalog.
    package var signals: [ObjectSignal] = []

    /// Objects of some classes, eight neighbours, of any size.
    package init(classes: [UInt8]) { self.classes = classes }
}

/// `objects` of a catalog.
extension CatalogReader {
    func objects(
        _ node: YamlNode, _ classes: [ClassDefinition], rules: RuleSet, bands: [BandSymbol]
    ) throws(CatalogError) -> ObjectRule {
        let section = try section(node, "objects", keys: .objects)
        var rule = ObjectRule(classes: try objectClasses(section, classes))
        if let split = section["split"] { try checkSplit(split) }
        if let neighbours = section["neighbours"] {
            let text = try text(neighbours.value, "objects: neighbours")
            guard text == "4" || text == "8" else {
                throw error(neighbours.line, "objects: neighbours is \(quoted(text)); write 4 or 8")
            }
            rule.joinsCorners = text == "8"
        }
        if let area = section["min_area"] { rule.minArea = try self.area(area.value, "objects: min_area") }
        if let signal = section["signal"] { rule.signals = try signals(signal, rules: rules, bands: bands) }
        return rule
    }

    /// One class, or a list of classes that make up objects together.
    private func objectClasses(
        _ section: CatalogSection, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> [UInt8] {
        let entry = try section.required("class", example: "class: \(classes[0].name)")
        guard case .list = entry.value.content else { return [try classValue(entry.value, "objects: class", classes)] }
        return try classList(section, "class", classes).sorted()
    }

    private func checkSplit(_ entry: YamlEntry) throws(CatalogError) {
        let text = try text(entry.value, "objects: split")
        if text == "components" { return }
        let later = ["watershed", "blobs", "model"]
        if later.contains(text) {
            throw error(
                entry.line, "'objects: split: \(text)' is not supported yet by this version; write 'split: components'")
        }
        throw error(entry.line, "objects: split is \(quoted(text)); write 'split: components'")
    }
}
