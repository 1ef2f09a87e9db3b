package import RasterModel

/// A compiled rule set: straight-line instructions over rows of numbers and rows of three-valued truth.
///
/// Compiling shares equal subexpressions and folds constants (in Float32, so that folding changes no result).
package struct RuleProgram: Hashable, Sendable {
    /// A row of numbers in a register, or the same number for every pixel.
    package enum Operand: Hashable, Sendable {
        case register(Int)
        case constant(Float)
    }

    /// Functions of one number.
    package enum UnaryOperation: Hashable, Sendable {
        case negate, magnitude, squareRoot, logarithm, exponential
        /// Powers that are one correctly rounded operation: x ** 1, x ** 2, x ** 0.5.
        case firstPower, secondPower, halfPower
    }

    /// Functions of two numbers.
    package enum BinaryOperation: Hashable, Sendable {
        case add, subtract, multiply, divide, power, minimum, maximum
    }

    /// A register times a constant.
    package struct Term: Hashable, Sendable {
        /// The constant.
        package var factor: Float
        /// The register of numbers.
        package var register: Int
    }

    /// One step over a row. `to` is a register of numbers, except for comparisons and logic: a register of truth.
    package enum Instruction: Hashable, Sendable {
        case load(band: Int, to: Int)
        case unary(UnaryOperation, Operand, to: Int)
        case binary(BinaryOperation, Operand, Operand, to: Int)
        /// A sum of three registers, each times a constant, added from left to right. What a formula writes as several
        /// operations, in one pass over the row: the roundings are the same, since times 1 or -1 rounds nothing.
        case sum(Term, Term, Term, to: Int)
        case compare(ComparisonOperator, Operand, Operand, to: Int)
        case logic(LogicOperator, Int, Int, to: Int)
        case not(Int, to: Int)
        /// The same truth for every pixel.
        case truth(Truth, to: Int)
        /// Where the condition is true: the class; where it is unknown: unobserved; elsewhere as before.
        case assign(UInt8, when: Int)
        /// The class of every pixel.
        case fill(UInt8)
        /// What a neighbourhood stage has made, by the stage's number.
        case loadNumbers(stage: Int, to: Int)
        case loadTruths(stage: Int, to: Int)
        /// The input of a neighbourhood stage.
        case storeNumbers(Operand)
        case storeTruths(Int)
        /// Values to be counted in the histogram of a number.
        case observe(Int, Operand)
        /// Numbers that are wanted themselves, by their place among those that the program keeps.
        case keep(Int, Operand)
    }

    /// One neighbourhood function: what it looks at is computed first, on a window that is wider than where its result
    /// is needed.
    package struct Stage: Hashable, Sendable {
        /// Computes the input; the last instruction stores it.
        package var instructions: [Instruction]
        /// What is made of it.
        package var operation: NeighbourhoodOperation
        /// How far around the core the input is needed.
        package var inputMargin: PixelMargin
        /// How far around the core the result is needed.
        package var outputMargin: PixelMargin
    }

    /// Neighbourhoods in the order in which they are computed; later ones may use earlier ones.
    package var stages: [Stage] = []
    /// Steps in the order in which each row takes them, after the stages.
    package var instructions: [Instruction]
    /// Registers of numbers that the kernel needs.
    package var numberRegisters: Int
    /// Registers of truth that the kernel needs.
    package var truthRegisters: Int
    /// Planes that the pixel buffer must have, in order.
    package var bandCount: Int

    /// How far around the core pixels are looked at.
    package var margin: PixelMargin { stages.reduce(.none) { $0.union($1.inputMargin) } }

    /// How many numbers of each pixel the program keeps.
    package var keptCount: Int {
        instructions.count { if case .keep = $0 { true } else { false } }
    }

    /// Bytes per pixel that a kernel needs at most for what it keeps and for its neighbourhoods: one plane for each, the
    /// input, and the sums of the function at work.
    package var pixelBytes: Int { 4 * keptCount + neighbourhoodBytes }

    private var neighbourhoodBytes: Int {
        if stages.isEmpty { return 0 }
        let planes = stages.reduce(0) { $0 + ($1.operation.givesTruth ? 1 : 4) }
        let work = stages.map { stage in
            switch stage.operation.kind {
            case .any, .all: 1 + 4
            case .minimum, .maximum: 4
            case .mean: 4 + 12
            case .deviation: 4 + 20
            case .gaussian: 4 + 16
            }
        }
        return planes + (work.max() ?? 0)
    }
}
