/// The keys that one mapping of a catalog may have.
struct CatalogKeys {
    /// What this version reads.
    var known: [String]
    /// Documented keys of later versions: refused by name, never ignored.
    var later: [String] = []

    static let top = CatalogKeys(
        known: [
            "quadrat", "name", "title", "bands", "made_for", "ground_sample_distance", "notes", "classes", "method",
            "clean", "objects", "ratios",
        ],
        later: ["validated_on", "accept", "extends"])
    static let method = CatalogKeys(known: ["rules"], later: ["onnx", "classifier"])
    static let rules = CatalogKeys(known: ["define", "thresholds", "assign", "rest"])
    static let threshold = CatalogKeys(known: ["of", "choose", "within", "otherwise", "range", "bins"])
    static let clean = CatalogKeys(known: ["majority", "open", "close", "fill", "sieve", "keep"])
    static let keep = CatalogKeys(known: ["class", "width", "length", "elongation"])
    static let objects = CatalogKeys(
        known: ["class", "split", "neighbours", "min_area", "signal"], later: ["diameter"])
    static let morphology = CatalogKeys(known: ["class", "width"])
    static let classDefinition = CatalogKeys(known: ["name", "color"])
    static let assignment = CatalogKeys(known: ["class", "when"])
    static let note = CatalogKeys(known: ["pixels_above", "text"])
    static let ratio = CatalogKeys(known: ["name", "of", "over"])
    static let indexFile = CatalogKeys(known: ["indices"])
    static let index = CatalogKeys(
        known: ["alias", "title", "formula", "bands", "constants", "range", "needs", "source"])

    /// Where a key belongs that was written at the wrong level.
    static let homes = [
        "bands": "the top level", "classes": "the top level", "ratios": "the top level", "rules": "method",
        "define": "method.rules", "assign": "method.rules", "thresholds": "method.rules", "rest": "method.rules",
        "clean": "the top level",
        "objects": "the top level",
        "ground_sample_distance": "the top level", "made_for": "the top level", "notes": "the top level",
    ]
}
