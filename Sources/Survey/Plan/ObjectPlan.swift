import Catalog
import Instances

/// What is counted on one raster, in mask codes.
struct ObjectPlan: Sendable {
    /// Outlines of more corners are left out, so that memory is bounded. Always the same, so that no limit of memory shows
    /// in a result.
    static let mostCorners = 500_000

    let rule: ObjectRule
    /// Names of the classes that make up objects, in the order of their codes.
    let classNames: [String]
    /// Codes of these classes.
    let codes: [UInt8]
    let request: ComponentRequest

    init(_ rule: ObjectRule, classes: [ClassDefinition], classCodes: ClassCodes) {
        self.rule = rule
        classNames = rule.classes.compactMap { value in classes.first { $0.value == value }?.name }
        codes = rule.classes.map(classCodes.code(of:))
        var request = ComponentRequest(
            keys: PixelKeys(groups: [codes]), neighbours: rule.joinsCorners ? .eight : .four)
        request.smallest = rule.minArea.map { PatchLimit($0) }
        request.countsContents = codes.count > 1
        request.findsHull = true
        request.countsPatches = true
        request.tracesOutlines = true
        self.request = request
    }

    /// What an object is called.
    var className: String { classNames.joined(separator: "+") }

    /// What makes a catalog name objects, for messages.
    static func remedy(_ catalog: Catalog) -> String {
        let copy =
            ShippedCatalogs.names.contains(catalog.file)
            ? "a copy of it ('quadrat catalogs \(catalog.name) > mine.yaml')" : "it"
        return "to \(copy), for example 'objects: {class: \(catalog.classes.last?.name ?? "")}'"
    }
}

extension ComponentRequest {
    /// The patches of every class, and nothing else.
    static var patches: ComponentRequest {
        var request = ComponentRequest(keys: PixelKeys(groups: []), neighbours: patchNeighbours)
        request.countsPatches = true
        return request
    }
}
