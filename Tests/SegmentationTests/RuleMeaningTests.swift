import RasterModel
import Segmentation
import Testing

/// Builds and runs small rule sets over one row of floats.
private func codes(_ rules: RuleSet, _ bands: [[Float]]) -> [UInt8] {
    let width = bands[0].count
    var buffer = PixelBuffer()
    let window = PixelWindow(column: 0, row: 0, width: width, height: 1)
    buffer.reset(window: window, bandCount: bands.count, type: .float32)
    for (band, values) in bands.enumerated() {
        buffer.float32.replaceSubrange(band * width..<(band + 1) * width, with: values)
    }
    var kernel = RuleKernel(program: RuleProgram(rules))
    var codes: [UInt8] = []
    let view = PixelView(
        buffer, planes: Array(bands.indices), scalings: bands.map { _ in nil },
        validity: Array(repeating: 255, count: window.count))
    kernel.classify(view, core: window, codes: &codes)
    return codes
}

/// Class 1 where the condition holds, 2 where it does not.
private func rules(_ bands: [String], _ condition: Expression) -> RuleSet {
    RuleSet(
        bands: bands, definitions: [],
        assignments: [.init(classValue: 1, condition: condition), .init(classValue: 2, condition: nil)])
}

private let x = Expression.name("X")
private let y = Expression.name("Y")

@Suite("Three-valued logic")
struct TruthTests {
    /// Above 0.5: no, unknown, yes.
    static let no: Float = 0
    static let unknown = Float.nan
    static let yes: Float = 1
    private let a = Expression.compare(.greater, x, .number(0.5))
    private let b = Expression.compare(.greater, y, .number(0.5))
    private let left = [no, no, no, unknown, unknown, unknown, yes, yes, yes]
    private let right = [no, unknown, yes, no, unknown, yes, no, unknown, yes]

    @Test("and: no where one is no, unknown where one is unknown")
    func and() {
        let found = codes(rules(["X", "Y"], .logic(.and, a, b)), [left, right])
        #expect(found == [2, 2, 2, 2, 255, 255, 2, 255, 1])
    }

    @Test("or: yes where one is yes, unknown where one is unknown")
    func or() {
        let found = codes(rules(["X", "Y"], .logic(.or, a, b)), [left, right])
        #expect(found == [2, 255, 1, 255, 255, 1, 1, 1, 1])
    }

    @Test("what no rule decides is unobserved")
    func rest() {
        let rules = RuleSet(
            bands: ["X", "Y"], definitions: [],
            assignments: [.init(classValue: 1, condition: a), .init(classValue: 2, condition: b)])
        #expect(codes(rules, [left, right]) == [255, 255, 2, 255, 255, 255, 1, 1, 1])
    }

    @Test("not: unknown stays unknown")
    func not() {
        #expect(codes(rules(["X"], .not(a)), [[Self.no, Self.unknown, Self.yes]]) == [1, 255, 2])
    }

    @Test("The same with truths that are constants")
    func constants() {
        let truths: [Expression] = [(0, 1), (1, 0), (1, 1)].map { divisor, value in
            .compare(.greater, .arithmetic(.divide, .number(value), .number(divisor)), .number(0.5))
        }
        // Unknown (1 / 0), no (0 / 1), yes (1 / 1).
        let found = truths.flatMap { a in
            truths.flatMap { b in codes(rules(["X"], .logic(.and, a, b)), [[0]]) }
        }
        #expect(found == [255, 2, 255, 2, 2, 2, 255, 2, 1])
    }

    @Test("The first true rule wins; an unknown rule before it makes the pixel unobserved")
    func firstRule() {
        let set = RuleSet(
            bands: ["X", "Y"], definitions: [],
            assignments: [
                .init(classValue: 7, condition: a), .init(classValue: 8, condition: b),
                .init(classValue: 9, condition: nil),
            ])
        #expect(codes(set, [left, right]) == [9, 255, 8, 255, 255, 255, 7, 7, 7])
    }
}

@Suite("Numbers of formulas")
struct ArithmeticTests {
    /// Tells what a number is: class 1 above 0, 2 otherwise, unobserved where it is not finite.
    private func sign(_ formula: Expression, _ values: [Float]) -> [UInt8] {
        codes(rules(["X"], .compare(.greater, formula, .number(0))), [values])
    }

    @Test("Comparisons with what is not finite are unknown", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) {
        for comparison in [ComparisonOperator.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual] {
            let both = codes(rules(["X", "Y"], .compare(comparison, x, y)), [[value, 1, value], [1, value, value]])
            #expect(both == [255, 255, 255])
            #expect(codes(rules(["X"], .compare(comparison, x, .number(value))), [[1]]) == [255])
            #expect(codes(rules(["X"], .compare(comparison, .number(value), x)), [[1]]) == [255])
        }
    }

    @Test("Comparisons, written from both sides")
    func comparisons() {
        let values: [Float] = [1, 2, 3]
        let table: [(ComparisonOperator, [UInt8], [UInt8])] = [
            (.less, [1, 2, 2], [2, 2, 1]), (.lessOrEqual, [1, 1, 2], [2, 1, 1]), (.greater, [2, 2, 1], [1, 2, 2]),
            (.greaterOrEqual, [2, 1, 1], [1, 1, 2]), (.equal, [2, 1, 2], [2, 1, 2]),
            (.notEqual, [1, 2, 1], [1, 2, 1]),
        ]
        for (comparison, left, right) in table {
            #expect(codes(rules(["X"], .compare(comparison, x, .number(2))), [values]) == left)
            #expect(codes(rules(["X"], .compare(comparison, .number(2), x)), [values]) == right)
            #expect(codes(rules(["X", "Y"], .compare(comparison, x, y)), [values, [2, 2, 2]]) == left)
        }
    }

    @Test("A division without a finite result cannot become valid again")
    func division() {
        let ratio = Expression.arithmetic(.divide, .number(1), x)
        let invalid: [Float] = [0, -0.0, .leastNonzeroMagnitude, .nan]
        for formula: Expression in [
            ratio, .call(.min, [ratio, .number(5)]), .call(.max, [.number(-5), ratio]),
            .arithmetic(.divide, .number(1), ratio), .call(.clamp, [ratio, .number(1), .number(2)]),
        ] {
            #expect(sign(formula, invalid) == [255, 255, 255, 255])
        }
    }

    @Test("Nor can a power, a logarithm or an exponential")
    func otherOperations() {
        let five = Expression.number(5)
        let capped = { (formula: Expression) in Expression.call(.min, [formula, five]) }
        #expect(sign(capped(.call(.log, [x])), [0, -1, 2]) == [255, 255, 1])
        #expect(sign(capped(.call(.exp, [x])), [100, 1]) == [255, 1])
        #expect(sign(capped(.arithmetic(.power, x, .number(3))), [1e30, 1]) == [255, 1])
    }

    @Test(
        "Nor can a power that is written as another operation",
        arguments: [(Float(2), Float(1e30)), (1, .infinity), (0.5, .infinity), (-1, 0)])
    func simplePowers(exponent: Float, base: Float) {
        let power = Expression.arithmetic(.power, x, .number(exponent))
        #expect(sign(.call(.min, [power, .number(5)]), [base, 1]) == [255, 1])
        // The same where the power is folded.
        let folded = Expression.arithmetic(.power, .number(base), .number(exponent))
        #expect(sign(.call(.min, [folded, .arithmetic(.add, x, .number(5))]), [1]) == [255])
    }

    @Test("Literals and intermediate results are rounded to Float32 once per operation")
    func roundings() {
        // 16777216 + 1 is 16777216 in Float32; with one rounding at the end the sum would be 16777218.
        let one = Expression.number(1)
        let sum = Expression.arithmetic(.add, .arithmetic(.add, x, one), one)
        #expect(codes(rules(["X"], .compare(.equal, sum, .number(16_777_216))), [[16_777_216]]) == [1])
        let folded = Expression.arithmetic(.add, .arithmetic(.add, .number(16_777_216), one), one)
        #expect(codes(rules(["X"], .compare(.equal, x, folded)), [[16_777_216]]) == [1])
        // A fused multiply-add would keep 2^-24.
        let z: Float = 1 + 0x1p-12
        let product = Expression.arithmetic(.subtract, .arithmetic(.multiply, x, x), .number(1 + 0x1p-11))
        #expect(codes(rules(["X"], .compare(.equal, product, .number(0))), [[z]]) == [1])
    }

    @Test("min, max and clamp")
    func bounds() {
        let equals = { (formula: Expression, value: Float) in
            codes(rules(["X"], .compare(.equal, formula, .number(value))), [[3]])
        }
        #expect(equals(.call(.min, [x, .number(2), .number(7)]), 2) == [1])
        #expect(equals(.call(.max, [.number(2), x, .number(-7)]), 3) == [1])
        #expect(equals(.call(.clamp, [x, .number(4), .number(9)]), 4) == [1])
        #expect(equals(.call(.clamp, [x, .number(0), .number(1)]), 1) == [1])
        #expect(equals(.call(.abs, [.negate(x)]), 3) == [1])
    }
}
