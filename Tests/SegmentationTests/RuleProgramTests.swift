import Segmentation
import Testing

@Suite("Rule program")
struct RuleProgramTests {
    private let x = Expression.name("X")
    private let y = Expression.name("Y")

    private func program(
        _ definitions: [RuleSet.Definition] = [], _ conditions: [Expression]
    ) -> RuleProgram {
        let rules = conditions.enumerated().map {
            RuleSet.Assignment(classValue: UInt8($0.offset + 1), condition: $0.element)
        }
        return RuleProgram(
            RuleSet(
                bands: ["X", "Y"], definitions: definitions,
                assignments: rules + [.init(classValue: 9, condition: nil)]))
    }

    private func above(_ formula: Expression, _ bound: Float) -> Expression {
        .compare(.greater, formula, .number(bound))
    }

    private func isArithmetic(_ instruction: RuleProgram.Instruction) -> Bool {
        switch instruction {
        case .unary, .binary: true
        default: false
        }
    }

    @Test("Constants are folded in Float32")
    func folding() {
        let bound = Expression.arithmetic(.add, .number(0.1), .call(.sqrt, [.number(0.04)]))
        let sum: Float = Float(0.1) + Float(0.04).squareRoot()
        #expect(
            program([], [.compare(.less, x, bound)]).instructions == [
                .fill(9), .load(band: 0, to: 0), .compare(.less, .register(0), .constant(sum), to: 0),
                .assign(1, when: 0),
            ])
    }

    @Test("Equal formulas are computed once, however they are written")
    func sharing() {
        let index = Expression.arithmetic(.divide, .arithmetic(.subtract, x, y), .arithmetic(.add, x, y))
        let compiled = program(
            [.init(name: "I", formula: index, kind: .number)], [above(index, 1), above(.name("I"), 2)])
        #expect(compiled.instructions.filter(isArithmetic).count == 3)
        #expect(compiled.bandCount == 2)
    }

    @Test("What no rule needs is not computed")
    func unused() {
        let compiled = program([.init(name: "I", formula: .call(.log, [y]), kind: .number)], [above(x, 0)])
        #expect(!compiled.instructions.contains(where: isArithmetic))
        #expect(compiled.numberRegisters == 1 && compiled.truthRegisters == 1)
    }

    @Test("Registers are used again after the last use of a value")
    func registers() {
        // ((x + 1) * 2 + 1) * 2 ...: one value lives at a time, and the next one is being written.
        let chain = (0..<50).reduce(x) { formula, _ in
            .arithmetic(.multiply, .arithmetic(.add, formula, .number(1)), .number(2))
        }
        #expect(program([], [above(chain, 0)]).numberRegisters == 2)
        let conditions = (0..<20).map { above(x, Float($0)) }
        let either = conditions.dropFirst().reduce(conditions[0]) { .logic(.or, $0, $1) }
        #expect(program([], [either]).truthRegisters <= 21)
    }

    @Test("No instruction reads the register that it writes", arguments: 0..<100)
    func noOverlap(seed: Int) {
        var generator = RandomRules(seed: seed, bandCount: 3)
        for instruction in RuleProgram(generator.make()).instructions {
            switch instruction {
            case .unary(_, let a, let to): #expect(a != .register(to))
            case .binary(_, let a, let b, let to): #expect(a != .register(to) && b != .register(to))
            case .logic(_, let a, let b, let to): #expect(a != to && b != to)
            case .not(let a, let to): #expect(a != to)
            default: break
            }
        }
    }

    @Test("Functions know their numbers of arguments")
    func arities() {
        for function in FormulaFunction.allCases {
            let expected: ClosedRange<Int> =
                switch function {
                case .min, .max: 2...16
                case .clamp: 3...3
                default: 1...1
                }
            #expect(function.arity == expected)
        }
    }
}
