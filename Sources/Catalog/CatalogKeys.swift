import Segmentation

/// The keys that one mapping of a catalog may have.
struct CatalogKeys {
    /// What this version reads.
    var known: [String]
    /// Documented keys of later versions: refused by name, never ignored.
    var later: [String] = []

    static let top = CatalogKeys(
        known: ["quadrat", "name", "title", "bands", "classes", "method", "ratios"],
        later: ["ground_sample_distance", "clean", "objects", "validated_on", "accept", "extends"])
    static let method = CatalogKeys(known: ["rules"], later: ["onnx", "classifier"])
    static let rules = CatalogKeys(known: ["define", "assign"], later: ["thresholds"])
    static let classDefinition = CatalogKeys(known: ["name", "color"])
    static let assignment = CatalogKeys(known: ["class", "when"])
    static let ratio = CatalogKeys(known: ["name", "of", "over"])
    static let indexFile = CatalogKeys(known: ["indices"])
    static let index = CatalogKeys(
        known: ["alias", "title", "formula", "bands", "constants", "range", "needs", "source"])

    /// Where a key belongs that was written at the wrong level.
    static let homes = [
        "bands": "the top level", "classes": "the top level", "ratios": "the top level", "rules": "method",
        "define": "method.rules", "assign": "method.rules", "thresholds": "method.rules",
    ]
}

/// Words of the formula language that cannot name a band or a definition.
enum ReservedWords {
    static let logic = ["and", "or", "not"]
    static let functions = FormulaFunction.allCases.map(\.rawValue)
    /// Functions that the language documents and that this version does not have.
    static let laterFunctions = ["max_within"]
    static let all = Set(logic + functions + laterFunctions)
}
