import RasterModel
import Segmentation
import Testing

@Suite("Formulas as text")
struct FormulaTextTests {
    private let bands = ["R": "red", "N": "near infrared", "X": "band 3"]

    private func writer(_ definitions: [(String, Expression)] = []) -> FormulaText {
        FormulaText(
            RuleSet(
                bands: bands.keys.sorted(),
                definitions: definitions.map { .init(name: $0.0, formula: $0.1, kind: .number) }, assignments: []),
            bands: bands
        ) { "#\($0.utf8.count)" }
    }

    private func sum(_ a: Expression, _ b: Expression) -> Expression { .arithmetic(.add, a, b) }

    @Test("Bands are written by what they measure, definitions in their places")
    func places() {
        let difference = Expression.arithmetic(.subtract, .name("N"), .name("R"))
        let ratio = Expression.arithmetic(.divide, .name("d"), sum(.name("N"), .name("R")))
        let text = writer([("d", difference)]).text(ratio)
        #expect(text == "(near infrared - red) / (near infrared + red)")
        #expect(writer([("d", .name("X"))]).text(.call(.max, [.name("d"), .number(-0.5)])) == "max(band 3, -0.5)")
        let around = Expression.neighbourhood(.mean, .name("X"), GroundLength(30, .centimetres))
        #expect(writer().text(.negate(around)) == "-mean_within(band 3, 30 cm)")
        #expect(writer().text(.compare(.less, .name("R"), .number(2))) == "red < 2")
    }

    @Test("The order of operations is in the text: another order is another number")
    func order() {
        let (a, b, c) = (Expression.name("R"), Expression.name("N"), Expression.name("X"))
        #expect(writer().text(sum(sum(a, b), c)) == "red + near infrared + band 3")
        #expect(writer().text(sum(a, sum(b, c))) == "red + (near infrared + band 3)")
    }

    @Test("Formulas that differ have texts that differ")
    func differ() {
        let leaves: [Expression] = [.name("R"), .name("N"), .number(2), .number(-2)]
        let all: (Expression, Expression) -> [Expression] = { a, b in
            [
                .negate(a), .arithmetic(.add, a, b), .arithmetic(.subtract, a, b), .arithmetic(.multiply, a, b),
                .arithmetic(.divide, a, b), .arithmetic(.power, a, b), .call(.min, [a, b]), .call(.abs, [a]),
            ]
        }
        let once = Set(leaves.flatMap { a in leaves.flatMap { b in all(a, b) } })
        let twice = Set(once.flatMap { a in leaves.flatMap { b in all(a, b) + all(b, a) } })
        let formulas = Set(leaves).union(once).union(twice).filter { formula in
            // Minus two, and the negative of two: one number.
            if case .negate(.number) = formula { return false }
            return !formula.operands.contains { if case .negate(.number) = $0 { true } else { false } }
        }
        let writer = writer()
        #expect(formulas.count > 1000)
        #expect(Set(formulas.map(writer.text)).count == formulas.count)
    }

    @Test("Definitions that double each other do not make the text long")
    func long() {
        let names = (0..<40).map { "d\($0)" }
        let doubled = names.indices.map { index in
            (names[index], index == 0 ? Expression.name("R") : sum(.name(names[index - 1]), .name(names[index - 1])))
        }
        let text = writer(doubled).text(sum(.name("d39"), .name("N")))
        #expect(text.utf8.count < 2000 && text.contains("#") && text.contains("near infrared"))
    }
}
