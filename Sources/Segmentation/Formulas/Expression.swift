package import RasterModel

/// A formula of a catalog as a tree: what the parser produces and the rule compiler takes.
package indirect enum Expression: Hashable, Sendable {
    /// A literal, rounded to Float32.
    case number(Float)
    /// A band symbol or the name of an earlier definition.
    case name(String)
    case negate(Expression)
    case not(Expression)
    case arithmetic(ArithmeticOperator, Expression, Expression)
    case compare(ComparisonOperator, Expression, Expression)
    case logic(LogicOperator, Expression, Expression)
    /// A function of the fixed list; the number of arguments has been checked by whoever built it.
    case call(FormulaFunction, [Expression])
    /// A function of the pixels around each pixel; what it may take has been checked by whoever built it.
    case neighbourhood(NeighbourhoodFunction, Expression, GroundLength)

    /// The formulas that this one is made of, from left to right.
    package var operands: [Expression] {
        switch self {
        case .number, .name: []
        case .negate(let inner), .not(let inner), .neighbourhood(_, let inner, _): [inner]
        case .arithmetic(_, let a, let b), .compare(_, let a, let b), .logic(_, let a, let b): [a, b]
        case .call(_, let arguments): arguments
        }
    }

    /// The names in the formula from left to right, each as often as it is there.
    package var names: [String] {
        if case .name(let name) = self { return [name] }
        return operands.flatMap(\.names)
    }

    /// The lengths of the neighbourhood functions in the formula, with their functions.
    package var lengths: [(function: NeighbourhoodFunction, length: GroundLength)] {
        let inner = operands.flatMap(\.lengths)
        if case .neighbourhood(let function, _, let length) = self { return inner + [(function, length)] }
        return inner
    }
}
