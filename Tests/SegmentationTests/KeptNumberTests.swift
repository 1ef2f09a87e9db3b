import RasterModel
import Segmentation
import Testing

/// Numbers that a program keeps beside the classes.
@Suite("Kept numbers")
struct KeptNumberTests {
    /// What a kernel keeps of a core, and the codes.
    private func run(
        _ rules: RuleSet, keeping formulas: [Expression], _ view: PixelView, core: PixelWindow
    ) -> (kept: [[Float]], codes: [UInt8]) {
        var kernel = RuleKernel(program: RuleProgram(rules, keeping: formulas))
        var codes: [UInt8] = []
        kernel.classify(view, core: core, codes: &codes)
        return (formulas.indices.map { Array(kernel.kept($0)[..<core.count]) }, codes)
    }

    private func areSame(_ a: Float, _ b: Float) -> Bool { a == b || !a.isFinite && !b.isFinite }

    @Test("Random definitions, as a naive evaluator has them; the classes stay as they are", arguments: 0..<200)
    func random(seed: Int) {
        var generator = RandomRules(seed: 7000 + seed, bandCount: 3)
        let rules = generator.make()
        let scene = RandomScene(
            seed: seed, bandCount: 3, type: .float32, width: seed % 7 == 0 ? 530 : 37, height: 2, margin: [2, 0, 1, 1])
        let naive = NaiveRules(rules: rules)
        let names = rules.bands + rules.definitions.map(\.name).filter { $0.hasPrefix("n") }
        let (kept, codes) = run(rules, keeping: names.map { .name($0) } + [.number(2.5)], scene.view, core: scene.core)
        #expect(codes == scene.classified(rules))
        let (core, window) = (scene.core, scene.buffer.window)
        for place in 0..<core.count {
            let (column, row) = (place % core.width, place / core.width)
            var known: [String: NaiveValue] = [:]
            for (symbol, value) in zip(rules.bands, scene.values(column: column, row: row)) {
                known[symbol] = .number(value)
            }
            for definition in rules.definitions {
                known[definition.name] = naive.evaluate(definition.formula, known)
            }
            let byte = (row + core.row - window.row) * window.width + column + core.column - window.column
            let isValid = scene.validity[byte] != 0
            for (number, name) in names.enumerated() {
                let expected = isValid ? known[name]?.number ?? .nan : .nan
                #expect(areSame(kept[number][place], expected), "\(name) at \(column), \(row)")
            }
            #expect(areSame(kept[names.count][place], isValid ? 2.5 : .nan))
        }
    }

    @Test("Neighbourhoods and thresholds inside, in parts of any size, are those of the whole", arguments: 0..<6)
    func parts(seed: Int) {
        let radius = GroundLength(2, .pixels)
        let rules = RuleSet(
            bands: ["B0", "B1"],
            definitions: [
                .init(name: "near", formula: .neighbourhood(.mean, .name("B0"), radius), kind: .number),
                .init(
                    name: "far",
                    formula: .neighbourhood(.maximum, .arithmetic(.subtract, .name("near"), .name("B1")), radius),
                    kind: .number),
                .init(name: "above", formula: .arithmetic(.subtract, .name("far"), .name("t")), kind: .number),
            ],
            assignments: [
                .init(classValue: 1, condition: .compare(.greater, .name("above"), .number(0))),
                .init(classValue: 2, condition: nil),
            ])
        let scene = RandomScene(seed: seed, bandCount: 2, type: .uint8, width: 40, height: 33)
        let program = RuleProgram(rules, thresholds: ["t": 12.5], keeping: [.name("above"), .name("near")])
        #expect(program.margin == PixelMargin(columns: 4, rows: 4) && program.keptCount == 2)
        var whole = RuleKernel(program: program)
        var parted = RuleKernel(program: program)
        var codes: [UInt8] = []
        whole.classify(scene.view, core: scene.core, codes: &codes)
        for side in [1, 7, 16, 64] {
            for part in scene.core.parts(side: side) {
                parted.classify(scene.view, core: part, codes: &codes)
                for number in 0..<2 {
                    for row in part.rows {
                        for column in part.columns {
                            let all = (row - scene.core.row) * scene.core.width + column - scene.core.column
                            let own = (row - part.row) * part.width + column - part.column
                            #expect(areSame(parted.kept(number)[own], whole.kept(number)[all]))
                        }
                    }
                }
            }
        }
    }
}
