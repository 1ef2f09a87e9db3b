import RasterModel
import Segmentation

/// `clean` of a catalog.
extension CatalogReader {
    func clean(_ node: YamlNode, _ classes: [ClassDefinition]) throws(CatalogError) -> [CleanStep] {
        var steps = [CleanStep]()
        for (index, item) in try list(node, "clean", example: "[{majority: 3 px}]").enumerated() {
            let place = "clean step \(index + 1)"
            let section = try section(item, place, keys: .clean)
            guard let entry = section.entries.first, section.entries.count == 1 else {
                throw error(item.line, "\(place) has to be one step, for example {majority: 3 px}")
            }
            steps.append(try cleanStep(entry, "\(place): \(entry.key)", classes))
        }
        return steps
    }

    private func cleanStep(
        _ entry: YamlEntry, _ place: String, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> CleanStep {
        if entry.key == "majority" { return .majority(width: try length(entry.value, place)) }
        guard case .mapping = entry.value.content else {
            throw error(
                entry.line,
                "\(place) needs a class and a width: {\(entry.key): {class: \(classes[0].name), width: 30 cm}}")
        }
        let section = try section(entry.value, place, keys: .morphology)
        let name = try section.required("class", example: "class: \(classes[0].name)")
        let value = try classValue(name.value, place, classes)
        let width = try length(
            try section.required("width", example: "width: 30 cm").value, section.name(of: "width"))
        return entry.key == "open" ? .open(classValue: value, width: width) : .close(classValue: value, width: width)
    }
}
