import RasterModel
import Segmentation
import TestSupport
import Testing

/// A buffer of random samples with what a pixel of it is expected to be.
struct RandomScene {
    var buffer = PixelBuffer()
    /// One byte a pixel of the buffer's window; 0 is nodata.
    var validity: [UInt8] = []
    let core: PixelWindow
    let scalings: [BandScaling?]

    /// - Parameter margin: pixels of the window around the core: left, top, right, bottom.
    init(seed: Int, bandCount: Int, type: SampleType, width: Int, height: Int, margin: [Int] = [0, 0, 0, 0]) {
        var random = SeededGenerator(seed)
        core = PixelWindow(column: 1000, row: 500, width: width, height: height)
        scalings = (0..<bandCount).map { band in
            band % 3 == 1 ? BandScaling(scale: 0.1, offset: -1.5) : nil
        }
        let window = PixelWindow(
            column: 1000 - margin[0], row: 500 - margin[1], width: width + margin[0] + margin[2],
            height: height + margin[1] + margin[3])
        buffer.reset(window: window, bandCount: bandCount, type: type)
        for i in 0..<window.count * bandCount {
            switch type {
            case .uint8: buffer.uint8[i] = Self.byte(&random)
            case .uint16: buffer.uint16[i] = .random(in: 0...(.max), using: &random)
            default: buffer.float32[i] = Self.float(&random)
            }
        }
        validity = (0..<window.count).map { _ in Int.random(in: 0..<8, using: &random) == 0 ? 0 : 255 }
    }

    /// The scene as the kernel takes it.
    var view: PixelView {
        PixelView(buffer, planes: Array(scalings.indices), scalings: scalings, validity: validity)
    }

    private static func byte(_ random: inout SeededGenerator) -> UInt8 {
        Int.random(in: 0..<4, using: &random) == 0 ? 0 : .random(in: 0...255, using: &random)
    }

    private static func float(_ random: inout SeededGenerator) -> Float {
        let special: [Float] = [
            .nan, .infinity, -.infinity, 0, -0.0, 1, -1, 2, 0.5, 0.1, 1e20, -3e38, 3e38, Float(bitPattern: 71362), 255,
        ]
        return Bool.random(using: &random)
            ? special[Int.random(in: special.indices, using: &random)] : .random(in: -300...300, using: &random)
    }

    /// The measured numbers of a pixel of the core, band by band.
    func values(column: Int, row: Int) -> [Float] {
        (0..<buffer.bandCount).map { band in
            let stored = Float(
                buffer.sample(
                    band: band, column: column + core.column - buffer.window.column,
                    row: row + core.row - buffer.window.row))
            guard let scaling = scalings[band] else { return stored }
            let scaled = stored * scaling.scale
            return scaled + scaling.offset
        }
    }

    /// Row-major codes of the core by the naive evaluator.
    func expected(_ rules: RuleSet) -> [UInt8] {
        let naive = NaiveRules(rules: rules)
        return (0..<core.height).flatMap { row in
            (0..<core.width).map { column in
                let place = buffer.index(
                    band: 0, column: column + core.column - buffer.window.column,
                    row: row + core.row - buffer.window.row)
                return validity[place] == 0 ? 0 : naive.code(values(column: column, row: row))
            }
        }
    }

    func classified(_ rules: RuleSet) -> [UInt8] {
        var kernel = RuleKernel(program: RuleProgram(rules))
        var codes: [UInt8] = []
        kernel.classify(view, core: core, codes: &codes)
        return codes
    }
}

@Suite("Rule kernel against a naive evaluator")
struct RuleKernelTests {
    @Test("Random rules over special and random floats", arguments: 0..<300)
    func floats(seed: Int) {
        var generator = RandomRules(seed: seed, bandCount: 3)
        let rules = generator.make()
        let scene = RandomScene(seed: seed, bandCount: 3, type: .float32, width: 61, height: 1)
        #expect(scene.classified(rules) == scene.expected(rules), "\(rules)")
    }

    @Test("Random rules over whole numbers", arguments: [SampleType.uint8, .uint16], 0..<60)
    func wholeNumbers(type: SampleType, seed: Int) {
        var generator = RandomRules(seed: 5000 + seed, bandCount: 4)
        let rules = generator.make()
        let scene = RandomScene(seed: seed, bandCount: 4, type: type, width: 43, height: 1)
        #expect(scene.classified(rules) == scene.expected(rules), "\(rules)")
    }

    @Test(
        "Widths around the kernel's stride, cores inside larger windows", arguments: [1, 2, 511, 512, 513, 1024, 1025])
    func widths(width: Int) {
        for (seed, margin) in [[0, 0, 0, 0], [3, 2, 0, 1], [1, 0, 514, 0]].enumerated() {
            var generator = RandomRules(seed: 900 + seed + width, bandCount: 2)
            let rules = generator.make()
            let scene = RandomScene(
                seed: seed, bandCount: 2, type: .uint8, width: width, height: 2, margin: margin)
            #expect(scene.classified(rules) == scene.expected(rules), "\(rules)")
        }
    }

    @Test("One kernel used again gives what a new one gives")
    func reuse() {
        var generator = RandomRules(seed: 31, bandCount: 3)
        let rules = generator.make()
        var kernel = RuleKernel(program: RuleProgram(rules))
        var codes: [UInt8] = []
        for (seed, width) in [700, 3, 512, 1, 60].enumerated() {
            let scene = RandomScene(seed: seed, bandCount: 3, type: .float32, width: width, height: 3)
            kernel.classify(scene.view, core: scene.core, codes: &codes)
            #expect(Array(codes[..<scene.core.count]) == scene.classified(rules))
        }
        #expect(codes.count == 700 * 3)
    }

    @Test("Rows without an observation are nodata, the others are not touched by them")
    func nodataRows() {
        let rules = RuleSet(bands: ["B0"], definitions: [], assignments: [.init(classValue: 4, condition: nil)])
        var scene = RandomScene(seed: 1, bandCount: 1, type: .uint8, width: 600, height: 3)
        for i in 0..<1800 { scene.validity[i] = i / 600 == 1 ? 0 : 255 }
        let row = { (value: UInt8) in [UInt8](repeating: value, count: 600) }
        #expect(scene.classified(rules) == row(4) + row(0) + row(4))
    }
}
