public import RasterModel

/// Runs a compiled rule set over pixel buffers. One kernel belongs to one thread: it owns its registers.
public struct RuleKernel: Sendable {
    /// Pixels per step: registers of this length stay in the first-level cache.
    static let stride = 512

    private let program: RuleProgram
    private var numbers: [[Float]]
    private var truths: [[UInt8]]

    /// A kernel with registers of its own.
    public init(program: RuleProgram) {
        self.program = program
        numbers = Array(repeating: Array(repeating: 0, count: Self.stride), count: program.numberRegisters)
        truths = Array(repeating: Array(repeating: 0, count: Self.stride), count: program.truthRegisters)
    }

    /// Decides every pixel of `core`.
    ///
    /// - Parameters:
    ///   - buffer: samples of a window that contains `core`, and their validity.
    ///   - core: the pixels wanted, in the raster's numbering.
    ///   - planes: for each band of the program its plane in the buffer; nil: the same numbers.
    ///   - scalings: per band, what turns a stored number into the measured one; nil where nothing does.
    ///   - codes: row-major mask codes of `core`: a class value, `MaskCode.nodata` or `MaskCode.unobserved`. Grown
    ///     when too small.
    public mutating func classify(
        _ buffer: PixelBuffer, core: PixelWindow, planes: [Int]? = nil, scalings: [BandScaling?],
        codes: inout [UInt8]
    ) {
        if codes.count < core.count {
            codes.append(contentsOf: repeatElement(0, count: core.count - codes.count))
        }
        let left = core.column - buffer.window.column
        let top = core.row - buffer.window.row
        for row in 0..<core.height {
            var column = 0
            while column < core.width {
                let count = min(Self.stride, core.width - column)
                let source = buffer.index(band: 0, column: left + column, row: top + row)
                let target = row * core.width + column
                let validity = buffer.validity.span.extracting(source..<source + count)
                var all = codes.mutableSpan
                var out = all._mutatingExtracting(target..<target + count)
                if validity.isUniform(0) {
                    fill(&out, with: MaskCode.nodata)
                } else {
                    step(
                        buffer, row: top + row, column: left + column, planes: planes, scalings: scalings, out: &out)
                    mask(&out, by: validity)
                }
                column += count
            }
        }
    }

    private mutating func step(
        _ buffer: PixelBuffer, row: Int, column: Int, planes: [Int]?, scalings: [BandScaling?],
        out: inout MutableSpan<UInt8>
    ) {
        let count = out.count
        for instruction in program.instructions {
            switch instruction {
            case .load(let band, let place):
                withNumbers(place, count) { _, numbers in
                    buffer.load(band: planes?[band] ?? band, row: row, column: column, into: &numbers)
                    if let scaling = scalings[band] { scaling.apply(to: &numbers) }
                }
            case .unary(let operation, let a, let place):
                withNumbers(place, count) { kernel, row in kernel.unary(operation, a, into: &row) }
            case .binary(let operation, let a, let b, let place):
                withNumbers(place, count) { kernel, row in kernel.binary(operation, a, b, into: &row) }
            case .sum(let a, let b, let c, let place):
                withNumbers(place, count) { kernel, row in kernel.sum(a, b, c, into: &row) }
            case .compare(let sign, let a, let b, let place):
                withTruths(place, count) { kernel, row in kernel.comparison(sign, a, b, into: &row) }
            case .logic(let sign, let a, let b, let place):
                withTruths(place, count) { kernel, row in
                    let (x, y) = (kernel.truths[a], kernel.truths[b])
                    combine(sign, x.span.extracting(0..<count), y.span.extracting(0..<count), into: &row)
                }
            case .not(let a, let place):
                withTruths(place, count) { kernel, row in
                    let x = kernel.truths[a]
                    invert(x.span.extracting(0..<count), into: &row)
                }
            case .truth(let truth, let place):
                withTruths(place, count) { _, row in fill(&row, with: truth.rawValue) }
            case .assign(let value, let condition):
                let truth = truths[condition]
                assign(value, MaskCode.unobserved, when: truth.span.extracting(0..<count), into: &out)
            case .fill(let value):
                fill(&out, with: value)
            }
        }
    }

    /// Takes a register out, hands it to `body` for writing and puts it back: no copy, and the other registers stay
    /// readable meanwhile.
    @inline(__always)
    private mutating func withNumbers(
        _ place: Int, _ count: Int, _ body: (borrowing RuleKernel, inout MutableSpan<Float>) -> Void
    ) {
        var register: [Float] = []
        swap(&register, &numbers[place])
        var whole = register.mutableSpan
        var row = whole._mutatingExtracting(0..<count)
        body(self, &row)
        swap(&register, &numbers[place])
    }

    @inline(__always)
    private mutating func withTruths(
        _ place: Int, _ count: Int, _ body: (borrowing RuleKernel, inout MutableSpan<UInt8>) -> Void
    ) {
        var register: [UInt8] = []
        swap(&register, &truths[place])
        var whole = register.mutableSpan
        var row = whole._mutatingExtracting(0..<count)
        body(self, &row)
        swap(&register, &truths[place])
    }

    private func unary(
        _ operation: RuleProgram.UnaryOperation, _ a: RuleProgram.Operand, into row: inout MutableSpan<Float>
    ) {
        guard case .register(let place) = a else { preconditionFailure("constants are folded") }
        let x = numbers[place]
        apply(operation, x.span.extracting(0..<row.count), into: &row)
    }

    private func sum(
        _ a: RuleProgram.Term, _ b: RuleProgram.Term, _ c: RuleProgram.Term, into row: inout MutableSpan<Float>
    ) {
        let (x, y, z) = (numbers[a.register], numbers[b.register], numbers[c.register])
        addTerms(
            a.factor, x.span.extracting(0..<row.count), b.factor, y.span.extracting(0..<row.count), c.factor,
            z.span.extracting(0..<row.count), into: &row)
    }

    private func binary(
        _ operation: RuleProgram.BinaryOperation, _ a: RuleProgram.Operand, _ b: RuleProgram.Operand,
        into row: inout MutableSpan<Float>
    ) {
        switch (a, b) {
        case (.register(let left), .register(let right)):
            let (x, y) = (numbers[left], numbers[right])
            apply(operation, x.span.extracting(0..<row.count), y.span.extracting(0..<row.count), into: &row)
        case (.register(let left), .constant(let y)):
            let x = numbers[left]
            apply(operation, x.span.extracting(0..<row.count), y, into: &row)
        case (.constant(let x), .register(let right)):
            let y = numbers[right]
            apply(operation, x, y.span.extracting(0..<row.count), into: &row)
        case (.constant, .constant):
            preconditionFailure("constants are folded")
        }
    }

    private func comparison(
        _ sign: ComparisonOperator, _ a: RuleProgram.Operand, _ b: RuleProgram.Operand,
        into row: inout MutableSpan<UInt8>
    ) {
        switch (a, b) {
        case (.register(let left), .register(let right)):
            let (x, y) = (numbers[left], numbers[right])
            compare(sign, x.span.extracting(0..<row.count), y.span.extracting(0..<row.count), into: &row)
        case (.register(let left), .constant(let y)):
            let x = numbers[left]
            compare(sign, x.span.extracting(0..<row.count), y, into: &row)
        case (.constant(let x), .register(let right)):
            let y = numbers[right]
            compare(sign.mirrored, y.span.extracting(0..<row.count), x, into: &row)
        case (.constant, .constant):
            preconditionFailure("constants are folded")
        }
    }
}
