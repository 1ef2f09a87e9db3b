public import RasterModel

/// A formula of a catalog as a tree: what the parser produces and the rule compiler takes.
public indirect enum Expression: Hashable, Sendable {
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
    public var operands: [Expression] {
        switch self {
        case .number, .name: []
        case .negate(let inner), .not(let inner), .neighbourhood(_, let inner, _): [inner]
        case .arithmetic(_, let a, let b), .compare(_, let a, let b), .logic(_, let a, let b): [a, b]
        case .call(_, let arguments): arguments
        }
    }

    /// The names in the formula from left to right, each as often as it is there.
    public var names: [String] {
        if case .name(let name) = self { return [name] }
        return operands.flatMap(\.names)
    }

    /// The lengths of the neighbourhood functions in the formula, with their functions.
    public var lengths: [(function: NeighbourhoodFunction, length: GroundLength)] {
        let inner = operands.flatMap(\.lengths)
        if case .neighbourhood(let function, _, let length) = self { return inner + [(function, length)] }
        return inner
    }
}

/// Arithmetic of formulas: each one Float32 operation with one rounding.
public enum ArithmeticOperator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "**"
}

/// Comparisons of formulas. The result is unknown where an operand is not finite.
public enum ComparisonOperator: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
}

/// Three-valued (Kleene) logic of formulas.
public enum LogicOperator: String, Hashable, Sendable {
    case and
    case or
}

/// Functions of formulas that look at one pixel only.
public enum FormulaFunction: String, Hashable, Sendable, CaseIterable {
    case min
    case max
    case abs
    case sqrt
    case log
    case exp
    case clamp

    /// How many arguments the function takes. `min` and `max` take two or more.
    public var arity: ClosedRange<Int> {
        switch self {
        case .min, .max: 2...16
        case .abs, .sqrt, .log, .exp: 1...1
        case .clamp: 3...3
        }
    }
}
