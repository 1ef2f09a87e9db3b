/// Three-valued (Kleene) logic of formulas.
package enum LogicOperator: String, Hashable, Sendable {
    case and
    case or
}
