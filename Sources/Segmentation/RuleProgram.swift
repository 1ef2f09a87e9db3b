/// A compiled rule set: straight-line instructions over rows of numbers and rows of three-valued truth.
///
/// Compiling shares equal subexpressions and folds constants (in Float32, so that folding changes no result).
public struct RuleProgram: Hashable, Sendable {
    /// A row of numbers in a register, or the same number for every pixel.
    public enum Operand: Hashable, Sendable {
        case register(Int)
        case constant(Float)
    }

    /// Functions of one number.
    public enum UnaryOperation: Hashable, Sendable {
        case negate, magnitude, squareRoot, logarithm, exponential
        /// Powers that are one correctly rounded operation: x ** 1, x ** 2, x ** 0.5.
        case firstPower, secondPower, halfPower
    }

    /// Functions of two numbers.
    public enum BinaryOperation: Hashable, Sendable {
        case add, subtract, multiply, divide, power, minimum, maximum
    }

    /// A register times a constant.
    public struct Term: Hashable, Sendable {
        /// The constant.
        public var factor: Float
        /// The register of numbers.
        public var register: Int
    }

    /// One step over a row. `to` is a register of numbers, except for comparisons and logic: a register of truth.
    public enum Instruction: Hashable, Sendable {
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
    }

    /// Steps in the order in which each row takes them.
    public var instructions: [Instruction]
    /// Registers of numbers that the kernel needs.
    public var numberRegisters: Int
    /// Registers of truth that the kernel needs.
    public var truthRegisters: Int
    /// Planes that the pixel buffer must have, in order.
    public var bandCount: Int
}

/// Kleene's three values, ordered so that `and` is the smaller and `or` the greater of two.
public enum Truth: UInt8, Hashable, Sendable {
    case no = 0
    case unknown = 1
    case yes = 2
}
