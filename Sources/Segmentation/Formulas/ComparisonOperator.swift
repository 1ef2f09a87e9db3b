/// Comparisons of formulas. The result is unknown where an operand is not finite.
package enum ComparisonOperator: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
}
