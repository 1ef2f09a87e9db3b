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
