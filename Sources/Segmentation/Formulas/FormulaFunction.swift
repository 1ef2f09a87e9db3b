/// Functions of formulas that look at one pixel only.
package enum FormulaFunction: String, Hashable, Sendable, CaseIterable {
    case min
    case max
    case abs
    case sqrt
    case log
    case exp
    case clamp

    /// How many arguments the function takes. `min` and `max` take two or more.
    package var arity: ClosedRange<Int> {
        switch self {
        case .min, .max: 2...16
        case .abs, .sqrt, .log, .exp: 1...1
        case .clamp: 3...3
        }
    }
}
