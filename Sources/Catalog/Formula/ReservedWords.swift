import Segmentation

/// Words of the formula language that cannot name a band or a definition.
enum ReservedWords {
    static let logic = ["and", "or", "not"]
    static let functions = FormulaFunction.allCases.map(\.rawValue) + NeighbourhoodFunction.allCases.map(\.rawValue)
    static let all = Set(logic + functions)
}
