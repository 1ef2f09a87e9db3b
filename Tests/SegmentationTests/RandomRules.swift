import Segmentation
import TestSupport

/// Random rule sets: every operator and function, nested, with definitions that build on each other.
struct RandomRules {
    private var random: SeededGenerator
    private let bands: [String]
    private var numbers: [String]
    private var conditions: [String] = []

    init(seed: Int, bandCount: Int) {
        random = SeededGenerator(seed)
        bands = (0..<bandCount).map { "B\($0)" }
        numbers = bands
    }

    mutating func make() -> RuleSet {
        var definitions: [RuleSet.Definition] = []
        for index in 0..<Int.random(in: 0...5, using: &random) {
            if Int.random(in: 0..<3, using: &random) == 0 {
                definitions.append(.init(name: "c\(index)", formula: condition(depth: 3), kind: .condition))
                conditions.append("c\(index)")
            } else {
                definitions.append(.init(name: "n\(index)", formula: number(depth: 4), kind: .number))
                numbers.append("n\(index)")
            }
        }
        var assignments: [RuleSet.Assignment] = (0..<Int.random(in: 0...4, using: &random)).map { index in
            .init(classValue: UInt8(index + 1), condition: condition(depth: 4))
        }
        assignments.append(.init(classValue: 9, condition: nil))
        return RuleSet(bands: bands, definitions: definitions, assignments: assignments)
    }

    private mutating func number(depth: Int) -> Expression {
        guard depth > 0, Int.random(in: 0..<6, using: &random) > 0 else { return leaf() }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .negate(number(depth: depth - 1))
        case 1: return .arithmetic(.power, number(depth: depth - 1), exponent())
        case 2, 3: return call(depth: depth)
        default:
            let sign = pick([ArithmeticOperator.add, .subtract, .multiply, .divide])
            return .arithmetic(sign, number(depth: depth - 1), number(depth: depth - 1))
        }
    }

    private mutating func leaf() -> Expression {
        if Int.random(in: 0..<3, using: &random) > 0 { return .name(pick(numbers)) }
        return .number(pick([0, 1, 2, 0.1, 0.3, 7, 100, 255, 1e20, 3e38, -1, -0.5]))
    }

    private mutating func exponent() -> Expression {
        let constant = Expression.number(pick([0, 1, 2, 0.5, -1, 3, -2, 0.3]))
        return switch Int.random(in: 0..<6, using: &random) {
        case 0: leaf()
        // A constant only after folding.
        case 1: .arithmetic(.multiply, constant, .number(1))
        default: constant
        }
    }

    private mutating func call(depth: Int) -> Expression {
        let function = pick(FormulaFunction.allCases)
        let count = min(function.arity.upperBound, Int.random(in: function.arity.lowerBound...4, using: &random))
        return .call(
            function, (0..<max(count, function.arity.lowerBound)).map { _ in number(depth: depth - 1) })
    }

    private mutating func condition(depth: Int) -> Expression {
        if !conditions.isEmpty, Int.random(in: 0..<5, using: &random) == 0 { return .name(pick(conditions)) }
        switch depth > 0 ? Int.random(in: 0..<5, using: &random) : 0 {
        case 3: return .not(condition(depth: depth - 1))
        case 1, 2: return .logic(pick([.and, .or]), condition(depth: depth - 1), condition(depth: depth - 1))
        default:
            let sign = pick([
                ComparisonOperator.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
            ])
            return .compare(sign, number(depth: 2), number(depth: 2))
        }
    }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &random)] }
}
