import Foundation
import RasterModel
import Segmentation

typealias Expression = Segmentation.Expression

/// A number or a truth; the truth is nil where it is unknown.
enum NaiveValue: Equatable {
    case number(Float)
    case truth(Bool?)

    var number: Float { if case .number(let value) = self { value } else { .nan } }
    var truth: Bool? { if case .truth(let value) = self { value } else { nil } }
}

/// Rule sets by their definition: one pixel at a time, straight down the tree, no sharing and no registers.
struct NaiveRules {
    let rules: RuleSet

    /// The mask code of a valid pixel.
    func code(_ bands: [Float]) -> UInt8 {
        var names: [String: NaiveValue] = [:]
        for (symbol, value) in zip(rules.bands, bands) { names[symbol] = .number(value) }
        for definition in rules.definitions { names[definition.name] = evaluate(definition.formula, names) }
        for rule in rules.assignments {
            guard let condition = rule.condition else { return rule.classValue }
            switch evaluate(condition, names).truth {
            case .some(true): return rule.classValue
            case .some(false): continue
            case nil: return 255
            }
        }
        return MaskCode.unobserved
    }

    func evaluate(_ formula: Expression, _ names: [String: NaiveValue]) -> NaiveValue {
        let number = { (formula: Expression) in evaluate(formula, names).number }
        switch formula {
        case .number(let value): return .number(value)
        case .name(let name): return names[name] ?? .truth(nil)
        case .negate(let inner): return .number(-number(inner))
        case .not(let inner): return .truth(evaluate(inner, names).truth.map { !$0 })
        case .arithmetic(.power, let base, let exponent):
            return .number(power(number(base), number(exponent), isConstant: isConstant(exponent)))
        case .arithmetic(let sign, let a, let b): return .number(arithmetic(sign, number(a), number(b)))
        case .compare(let sign, let a, let b): return .truth(compare(sign, number(a), number(b)))
        case .logic(let sign, let a, let b):
            return .truth(logic(sign, evaluate(a, names).truth, evaluate(b, names).truth))
        case .call(let function, let arguments): return .number(call(function, arguments.map(number)))
        case .neighbourhood: return .truth(nil)
        }
    }

    private func finite(_ value: Float) -> Float { value.isFinite ? value : .nan }

    private func arithmetic(_ sign: ArithmeticOperator, _ x: Float, _ y: Float) -> Float {
        switch sign {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: finite(x / y)
        case .power: .nan
        }
    }

    /// Powers with one of these constants are one correctly rounded operation; like every power they are NaN where
    /// the result is not finite.
    private func power(_ x: Float, _ y: Float, isConstant: Bool) -> Float {
        guard isConstant else { return finite(pow(x, y)) }
        return switch y {
        case 1: finite(x)
        case 2: finite(x * x)
        case 0.5: finite(x.squareRoot())
        case -1: finite(1 / x)
        default: finite(pow(x, y))
        }
    }

    private func isConstant(_ formula: Expression) -> Bool {
        switch formula {
        case .number: true
        case .name(let name): rules.definitions.first { $0.name == name }.map { isConstant($0.formula) } ?? false
        case .negate(let inner), .not(let inner): isConstant(inner)
        case .arithmetic(_, let a, let b), .compare(_, let a, let b), .logic(_, let a, let b):
            isConstant(a) && isConstant(b)
        case .call(_, let arguments): arguments.allSatisfy { isConstant($0) }
        case .neighbourhood: false
        }
    }

    private func compare(_ sign: ComparisonOperator, _ x: Float, _ y: Float) -> Bool? {
        guard x.isFinite, y.isFinite else { return nil }
        return switch sign {
        case .less: x < y
        case .lessOrEqual: x <= y
        case .greater: x > y
        case .greaterOrEqual: x >= y
        case .equal: x == y
        case .notEqual: x != y
        }
    }

    /// Kleene's three-valued logic.
    private func logic(_ sign: LogicOperator, _ a: Bool?, _ b: Bool?) -> Bool? {
        let decisive = sign == .or
        if a == decisive || b == decisive { return decisive }
        return a == nil || b == nil ? nil : !decisive
    }

    private func call(_ function: FormulaFunction, _ x: [Float]) -> Float {
        switch function {
        case .min: x.contains(where: \.isNaN) ? .nan : x.min() ?? .nan
        case .max: x.contains(where: \.isNaN) ? .nan : x.max() ?? .nan
        case .abs: abs(x[0])
        case .sqrt: x[0].squareRoot()
        case .log: finite(log(x[0]))
        case .exp: finite(exp(x[0]))
        // The lower bound first, then the upper one.
        case .clamp: x.contains(where: \.isNaN) ? .nan : min(max(x[0], x[1]), x[2])
        }
    }
}
