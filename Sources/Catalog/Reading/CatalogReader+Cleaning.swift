import RasterModel
import Segmentation

/// `clean` of a catalog.
extension CatalogReader {
    /// Steps that look at what is around each pixel, and those after them that look at whole patches.
    struct Cleaning {
        var near: [CleanStep] = []
        var patches: [PatchStep] = []
    }

    func clean(_ node: YamlNode, _ classes: [ClassDefinition]) throws(CatalogError) -> Cleaning {
        var steps = Cleaning()
        var lastPatchStep = ""
        for (index, item) in try list(node, "clean", example: "[{majority: 3 px}]").enumerated() {
            let place = "clean step \(index + 1)"
            let section = try section(item, place, keys: .clean)
            guard let entry = section.entries.first, section.entries.count == 1 else {
                throw error(item.line, "\(place) has to be one step, for example {majority: 3 px}")
            }
            if let step = try patchStep(entry, "\(place): \(entry.key)", classes) {
                steps.patches.append(step)
                lastPatchStep = entry.key
            } else if lastPatchStep.isEmpty {
                steps.near.append(try cleanStep(entry, "\(place): \(entry.key)", classes))
            } else {
                throw error(
                    entry.line,
                    "\(place): \(entry.key) comes after \(lastPatchStep); steps that need whole patches (fill, "
                        + "sieve, keep) come last: move \(entry.key) before them")
            }
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

    /// nil for steps of another kind.
    private func patchStep(
        _ entry: YamlEntry, _ place: String, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> PatchStep? {
        switch entry.key {
        case "sieve": .sieve(below: try area(entry.value, place))
        case "fill": .fill(below: try area(entry.value, place))
        case "keep": try keep(entry, place, classes)
        default: nil
        }
    }

    private func keep(
        _ entry: YamlEntry, _ place: String, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> PatchStep {
        let example = "{class: \(classes[0].name), width: 2 m .. 12 m, elongation: 5 .. 1000}"
        guard case .mapping = entry.value.content else {
            throw error(entry.line, "\(place) needs a class and limits: {keep: \(example)}")
        }
        let section = try section(entry.value, place, keys: .keep)
        let name = try section.required("class", example: "class: \(classes[0].name)")
        let value = try classValue(name.value, place, classes)
        var limits = PatchLimits()
        if let width = section["width"] { limits.width = try lengths(width.value, section.name(of: "width")) }
        if let length = section["length"] { limits.length = try lengths(length.value, section.name(of: "length")) }
        if let elongation = section["elongation"] {
            limits.elongation = try range(elongation.value, section.name(of: "elongation"))
        }
        guard section.entries.count > 1 else {
            throw error(entry.line, "\(place) has no limits; add width, length or elongation: \(example)")
        }
        guard Set(limits.lengths.map(\.needsPixelSize)).count < 2 else {
            throw error(entry.line, "\(place) mixes px and lengths on the ground; give all in one of them")
        }
        return .keep(classValue: value, limits: limits)
    }
}
