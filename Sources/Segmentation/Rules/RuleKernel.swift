package import RasterModel

/// Runs a compiled rule set over pixel buffers. One kernel belongs to one thread: it owns its registers.
package struct RuleKernel: Sendable {
    /// Pixels per step: registers of this length stay in the first-level cache.
    static let stride = 512

    private let program: RuleProgram
    private var numbers: [[Float]]
    private var truths: [[UInt8]]
    /// Results of the neighbourhood stages.
    private var planes: [NeighbourhoodPlane]
    /// Input of the stage that is being computed.
    private var input = NeighbourhoodPlane()
    private var filter = NeighbourhoodFilter()
    /// What the program keeps of the core that was classified last.
    private var kept: [NeighbourhoodPlane]
    private var codes: [UInt8] = []
    /// What a program that observes has counted.
    package private(set) var histograms: [ValueHistogram]

    /// A kernel with registers of its own.
    ///
    /// - Parameter histograms: for a program that observes: where to count, by number.
    package init(program: RuleProgram, histograms: [ValueHistogram] = []) {
        self.program = program
        self.histograms = histograms
        numbers = Array(repeating: Array(repeating: 0, count: Self.stride), count: program.numberRegisters)
        truths = Array(repeating: Array(repeating: 0, count: Self.stride), count: program.truthRegisters)
        planes = Array(repeating: NeighbourhoodPlane(), count: program.stages.count)
        kept = Array(repeating: NeighbourhoodPlane(), count: program.keptCount)
    }

    /// Classifies every pixel of `core`.
    ///
    /// - Parameters:
    ///   - pixels: samples of a window that contains `core` grown by the program's margin, as far as the raster reaches.
    ///   - core: the pixels wanted, in the raster's numbering.
    ///   - codes: row-major mask codes of `core`: a class value, `MaskCode.nodata` or `MaskCode.unobserved`. Grown
    ///     when too small.
    package mutating func classify(_ pixels: PixelView, core: PixelWindow, codes: inout [UInt8]) {
        if codes.count < core.count {
            codes.append(contentsOf: repeatElement(0, count: core.count - codes.count))
        }
        runStages(pixels, core: core)
        for number in kept.indices { kept[number].reset(core, holdsTruths: false) }
        for row in core.rows {
            for column in Swift.stride(from: core.column, to: core.columns.upperBound, by: Self.stride) {
                let count = min(Self.stride, core.columns.upperBound - column)
                let target = (row - core.row) * core.width + column - core.column
                let validity = pixels.validity.span.extracting(pixels.range(row: row, column: column, count: count))
                var all = codes.mutableSpan
                var out = all._mutatingExtracting(target..<target + count)
                if validity.isUniform(0) {
                    fill(&out, with: MaskCode.nodata)
                    keepNothing(row: row, column: column, count: count)
                } else {
                    step(program.instructions, pixels, row: row, column: column, out: &out)
                    mask(&out, by: validity)
                }
            }
        }
    }

    /// A number that the program keeps, of every pixel of the core that was classified last: row-major, maybe more than
    /// those. NaN where a pixel is absent or has no such number; may be infinite too.
    package func kept(_ number: Int) -> [Float] { kept[number].numbers }

    /// Counts the values of every valid pixel of `core` in the histograms of the program.
    package mutating func observe(_ pixels: PixelView, core: PixelWindow) {
        runStages(pixels, core: core)
        if codes.isEmpty { codes = [UInt8](repeating: 0, count: Self.stride) }
        var scratch: [UInt8] = []
        swap(&scratch, &codes)
        for row in core.rows {
            for column in Swift.stride(from: core.column, to: core.columns.upperBound, by: Self.stride) {
                let count = min(Self.stride, core.columns.upperBound - column)
                if pixels.validity.span.extracting(pixels.range(row: row, column: column, count: count)).isUniform(0) {
                    continue
                }
                var all = scratch.mutableSpan
                var out = all._mutatingExtracting(0..<count)
                step(program.instructions, pixels, row: row, column: column, out: &out)
            }
        }
        swap(&scratch, &codes)
    }

    /// Hands out what has been counted and goes on with other histograms.
    package mutating func takeHistograms(leaving next: [ValueHistogram]) -> [ValueHistogram] {
        defer { histograms = next }
        return histograms
    }

    // MARK: Neighbourhoods

    /// Computes the planes of all neighbourhood functions around a core.
    private mutating func runStages(_ pixels: PixelView, core: PixelWindow) {
        for (number, stage) in program.stages.enumerated() {
            computeInput(of: stage, pixels, window: core.grown(by: stage.inputMargin, within: pixels.window))
            var result = NeighbourhoodPlane()
            swap(&result, &planes[number])
            result.reset(
                core.grown(by: stage.outputMargin, within: pixels.window), holdsTruths: stage.operation.givesTruth)
            filter.apply(stage.operation, to: input, into: &result)
            swap(&result, &planes[number])
        }
    }

    private mutating func computeInput(of stage: RuleProgram.Stage, _ pixels: PixelView, window: PixelWindow) {
        input.reset(window, holdsTruths: stage.operation.givesTruth)
        // What an absent pixel is: no number, and a truth that changes nothing.
        let absent = stage.operation.kind == .all ? Truth.yes.rawValue : Truth.no.rawValue
        var none = [UInt8](repeating: 0, count: Self.stride)
        for row in window.rows {
            for column in Swift.stride(from: window.column, to: window.columns.upperBound, by: Self.stride) {
                let count = min(Self.stride, window.columns.upperBound - column)
                let validity = pixels.validity.span.extracting(pixels.range(row: row, column: column, count: count))
                let range = input.range(row: row, column: column, count: count)
                if !validity.isUniform(0) {
                    var all = none.mutableSpan
                    var out = all._mutatingExtracting(0..<count)
                    step(stage.instructions, pixels, row: row, column: column, out: &out)
                }
                if validity.isUniform(255) { continue }
                if stage.operation.givesTruth {
                    replaceAbsent(&input.truths, range, validity, with: absent)
                } else {
                    replaceAbsent(&input.numbers, range, validity, with: .nan)
                }
            }
        }
    }

    /// Copies a register into the input of the stage that is being computed.
    private mutating func store(_ operand: RuleProgram.Operand, row: Int, column: Int, count: Int) {
        put(operand, of: numbers, into: &input.numbers, input.range(row: row, column: column, count: count))
    }

    private mutating func store(truth index: Int, row: Int, column: Int, count: Int) {
        let range = input.range(row: row, column: column, count: count)
        let register = truths[index]
        var all = input.truths.mutableSpan
        var out = all._mutatingExtracting(range)
        copy(register.span.extracting(0..<count), into: &out)
    }

    /// Copies a register to where it is kept.
    private mutating func keep(
        _ number: Int, _ operand: RuleProgram.Operand, _ pixels: PixelView, row: Int, column: Int, count: Int
    ) {
        let range = kept[number].range(row: row, column: column, count: count)
        let validity = pixels.validity.span.extracting(pixels.range(row: row, column: column, count: count))
        put(operand, of: numbers, into: &kept[number].numbers, range)
        if validity.isUniform(255) { return }
        replaceAbsent(&kept[number].numbers, range, validity, with: .nan)
    }

    private mutating func keepNothing(row: Int, column: Int, count: Int) {
        for number in kept.indices {
            for i in kept[number].range(row: row, column: column, count: count) { kept[number].numbers[i] = .nan }
        }
    }

    private mutating func observe(
        _ number: Int, _ operand: RuleProgram.Operand, _ pixels: PixelView, row: Int, column: Int, count: Int
    ) {
        let validity = pixels.validity.span.extracting(pixels.range(row: row, column: column, count: count))
        switch operand {
        case .register(let index):
            let register = numbers[index]
            histograms[number].add(register.span.extracting(0..<count), where: validity)
        case .constant(let value):
            let row = [Float](repeating: value, count: count)
            histograms[number].add(row.span, where: validity)
        }
    }

    // MARK: Rows

    private mutating func step(
        _ instructions: [RuleProgram.Instruction], _ pixels: PixelView, row: Int, column: Int,
        out: inout MutableSpan<UInt8>
    ) {
        let count = out.count
        for instruction in instructions {
            switch instruction {
            case .load(let band, let index):
                withNumbers(index, count) { _, numbers in
                    pixels.load(band: band, row: row, column: column, into: &numbers)
                }
            case .loadNumbers(let stage, let index):
                withNumbers(index, count) { kernel, numbers in
                    let plane = kernel.planes[stage].numbers
                    copy(
                        plane.span.extracting(kernel.planes[stage].range(row: row, column: column, count: count)),
                        into: &numbers)
                }
            case .loadTruths(let stage, let index):
                withTruths(index, count) { kernel, truths in
                    let plane = kernel.planes[stage].truths
                    copy(
                        plane.span.extracting(kernel.planes[stage].range(row: row, column: column, count: count)),
                        into: &truths)
                }
            case .storeNumbers(let operand): store(operand, row: row, column: column, count: count)
            case .storeTruths(let index): store(truth: index, row: row, column: column, count: count)
            case .observe(let number, let operand):
                observe(number, operand, pixels, row: row, column: column, count: count)
            case .keep(let number, let operand):
                keep(number, operand, pixels, row: row, column: column, count: count)
            case .unary(let operation, let a, let index):
                withNumbers(index, count) { kernel, row in kernel.unary(operation, a, into: &row) }
            case .binary(let operation, let a, let b, let index):
                withNumbers(index, count) { kernel, row in kernel.binary(operation, a, b, into: &row) }
            case .sum(let a, let b, let c, let index):
                withNumbers(index, count) { kernel, row in kernel.sum(a, b, c, into: &row) }
            case .compare(let sign, let a, let b, let index):
                withTruths(index, count) { kernel, row in kernel.comparison(sign, a, b, into: &row) }
            case .logic(let sign, let a, let b, let index):
                withTruths(index, count) { kernel, row in
                    let (x, y) = (kernel.truths[a], kernel.truths[b])
                    combine(sign, x.span.extracting(0..<count), y.span.extracting(0..<count), into: &row)
                }
            case .not(let a, let index):
                withTruths(index, count) { kernel, row in
                    let x = kernel.truths[a]
                    invert(x.span.extracting(0..<count), into: &row)
                }
            case .truth(let truth, let index):
                withTruths(index, count) { _, row in fill(&row, with: truth.rawValue) }
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
        _ index: Int, _ count: Int, _ body: (borrowing RuleKernel, inout MutableSpan<Float>) -> Void
    ) {
        var register: [Float] = []
        swap(&register, &numbers[index])
        var whole = register.mutableSpan
        var row = whole._mutatingExtracting(0..<count)
        body(self, &row)
        swap(&register, &numbers[index])
    }

    @inline(__always)
    private mutating func withTruths(
        _ index: Int, _ count: Int, _ body: (borrowing RuleKernel, inout MutableSpan<UInt8>) -> Void
    ) {
        var register: [UInt8] = []
        swap(&register, &truths[index])
        var whole = register.mutableSpan
        var row = whole._mutatingExtracting(0..<count)
        body(self, &row)
        swap(&register, &truths[index])
    }

    private func unary(
        _ operation: RuleProgram.UnaryOperation, _ a: RuleProgram.Operand, into row: inout MutableSpan<Float>
    ) {
        guard case .register(let index) = a else { preconditionFailure("constants are folded") }
        let x = numbers[index]
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

private func copy<T>(_ values: Span<T>, into out: inout MutableSpan<T>) {
    let count = out.count
    precondition(values.count == count)
    for i in 0..<count { out[i] = values[i] }
}

/// Copies a row of numbers into a part of a plane.
private func put(
    _ operand: RuleProgram.Operand, of registers: [[Float]], into plane: inout [Float], _ range: Range<Int>
) {
    switch operand {
    case .constant(let number): for i in range { plane[i] = number }
    case .register(let index):
        let register = registers[index]
        var all = plane.mutableSpan
        var out = all._mutatingExtracting(range)
        copy(register.span.extracting(0..<range.count), into: &out)
    }
}

/// Writes a value where pixels are absent.
private func replaceAbsent<T>(_ values: inout [T], _ range: Range<Int>, _ validity: Span<UInt8>, with absent: T) {
    var all = values.mutableSpan
    var out = all._mutatingExtracting(range)
    precondition(validity.count == out.count)
    for i in 0..<out.count { out[i] = validity[i] == 0 ? absent : out[i] }
}
