import Catalog
import RasterModel
import Segmentation
import TestSupport

/// Runs a catalog over a few pixels, whole and in parts: the answers may not differ.
enum Trial {
    private static let size = RasterSize(width: 37, height: 11)
    /// Functions that look farther than this would only cost time.
    private static let farthest = 24

    static func run(_ catalog: Catalog) {
        guard catalog.bands.count <= 16 else { return }
        let pixelSize = GroundPixelSize(width: 0.05, height: 0.04)
        let fixed = catalog.rules.thresholds.map { ($0.name, $0.rule.otherwise) }
        let thresholds = Dictionary(fixed) { first, _ in first }
        // A survey refuses what reaches too far before it compiles anything.
        let reaches = catalog.rules.formulas.flatMap(\.lengths).compactMap { $0.length.pixels(of: pixelSize) }
        guard reaches.allSatisfy({ max($0.columns, $0.rows) <= Double(farthest) }) else { return }
        let program = RuleProgram(catalog.rules, thresholds: thresholds, pixelSize: pixelSize)
        guard program.margin.largest <= farthest else { return }
        let whole = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let pixels = view(bands: catalog.bands.count, window: whole)
        var kernel = RuleKernel(program: program)
        var codes: [UInt8] = []
        kernel.classify(pixels, core: whole, codes: &codes)
        let allowed = Set(catalog.classes.map(\.value)).union([MaskCode.nodata, MaskCode.unobserved])
        precondition(codes.prefix(whole.count).allSatisfy(allowed.contains), "a code that is no class")
        for core in parts(of: whole) {
            var part: [UInt8] = []
            kernel.classify(pixels, core: core, codes: &part)
            for row in core.rows {
                let (from, to) = (row * whole.width + core.column, (row - core.row) * core.width)
                precondition(
                    part[to..<to + core.width] == codes[from..<from + core.width], "a part differs from the whole")
            }
        }
    }

    private static func parts(of whole: PixelWindow) -> [PixelWindow] {
        [
            PixelWindow(column: 5, row: 2, width: 20, height: 6), PixelWindow(column: 36, row: 10, width: 1, height: 1),
            PixelWindow(column: 0, row: 3, width: whole.width, height: 1),
        ]
    }

    /// Numbers that formulas stumble over, and others; some pixels are nodata.
    private static func view(bands: Int, window: PixelWindow) -> PixelView {
        let special: [Float] = [
            0, -0.0, 1, -1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.5, 255,
            65535,
            1e-6, -2.5,
        ]
        var buffer = PixelBuffer()
        buffer.reset(window: window, bandCount: max(bands, 1), type: .float32)
        var state: UInt64 = 42
        for index in 0..<window.count * max(bands, 1) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let choice = Int(state >> 40)
            let isSpecial = choice % 4 == 0
            buffer.float32[index] = isSpecial ? special[choice / 4 % special.count] : Float(choice % 1000) / 100 - 3
        }
        let validity = (0..<window.count).map { UInt8($0 % 13 == 0 ? 0 : 255) }
        return PixelView(
            buffer, planes: Array(0..<bands), scalings: Array(repeating: nil, count: bands), validity: validity)
    }
}
