import RasterModel

/// The formulas as a graph in which equal nodes are one.
struct ValueGraph {
    enum Node: Hashable {
        case constant(UInt32)
        case band(Int)
        case unary(RuleProgram.UnaryOperation, Int)
        case binary(RuleProgram.BinaryOperation, Int, Int)
        case compare(ComparisonOperator, Int, Int)
        case logic(LogicOperator, Int, Int)
        case not(Int)
        case truth(Truth)
        case neighbourhood(NeighbourhoodOperation, of: Int)

        /// The nodes of the same pixel that this one is computed from.
        var operands: [Int] {
            switch self {
            case .constant, .band, .truth, .neighbourhood: []
            case .unary(_, let a), .not(let a): [a]
            case .binary(_, let a, let b), .compare(_, let a, let b), .logic(_, let a, let b): [a, b]
            }
        }
    }

    var nodes: [Node] = []
    var names: [String: Int] = [:]
    private var known: [Node: Int] = [:]
    private let pixelSize: GroundPixelSize?

    init(bands: [String], pixelSize: GroundPixelSize?) {
        self.pixelSize = pixelSize
        for (index, symbol) in bands.enumerated() { names[symbol] = value(.band(index)) }
    }

    /// True where the node is a truth.
    func isTruth(_ index: Int) -> Bool {
        switch nodes[index] {
        case .compare, .logic, .not, .truth: true
        case .neighbourhood(let operation, _): operation.givesTruth
        case .constant, .band, .unary, .binary: false
        }
    }

    mutating func value(_ node: Node) -> Int {
        if let index = known[node] { return index }
        nodes.append(node)
        known[node] = nodes.count - 1
        return nodes.count - 1
    }

    mutating func constant(_ number: Float) -> Int { value(.constant(number.bitPattern)) }

    func constant(at index: Int) -> Float? {
        if case .constant(let bits) = nodes[index] { Float(bitPattern: bits) } else { nil }
    }

    mutating func add(_ formula: Expression) -> Int {
        switch formula {
        case .number(let number): return constant(number)
        case .name(let name):
            guard let index = names[name] else { preconditionFailure("unchecked name \(name)") }
            return index
        case .negate(let inner): return unary(.negate, add(inner))
        case .not(let inner): return value(.not(add(inner)))
        case .arithmetic(let sign, let a, let b): return arithmetic(sign, add(a), add(b))
        case .compare(let sign, let a, let b): return comparison(sign, add(a), add(b))
        case .logic(let sign, let a, let b): return value(.logic(sign, add(a), add(b)))
        case .call(let function, let arguments): return call(function, arguments.map { add($0) })
        case .neighbourhood(let function, let inner, let length): return neighbourhood(function, add(inner), length)
        }
    }

    private mutating func neighbourhood(_ function: NeighbourhoodFunction, _ input: Int, _ length: GroundLength) -> Int
    {
        guard let extent = length.pixels(of: pixelSize) else { preconditionFailure("unchecked length \(length)") }
        let kind: NeighbourhoodOperation.Kind =
            switch function {
            case .gaussian: .gaussian
            case .mean: .mean
            case .deviation: .deviation
            case .minimum: isTruth(input) ? .all : .minimum
            case .maximum: isTruth(input) ? .any : .maximum
            case .any: .any
            case .all: .all
            }
        return value(.neighbourhood(NeighbourhoodOperation(kind, extent: extent), of: input))
    }

    private mutating func arithmetic(_ sign: ArithmeticOperator, _ a: Int, _ b: Int) -> Int {
        switch sign {
        case .add: binary(.add, a, b)
        case .subtract: binary(.subtract, a, b)
        case .multiply: binary(.multiply, a, b)
        case .divide: binary(.divide, a, b)
        case .power: power(a, b)
        }
    }

    /// Powers that are one correctly rounded operation are written as that operation.
    private mutating func power(_ base: Int, _ exponent: Int) -> Int {
        switch constant(at: exponent) {
        case 1: unary(.firstPower, base)
        case 2: unary(.secondPower, base)
        case 0.5: unary(.halfPower, base)
        case -1: binary(.divide, constant(1), base)
        default: binary(.power, base, exponent)
        }
    }

    private mutating func call(_ function: FormulaFunction, _ arguments: [Int]) -> Int {
        switch function {
        case .min: fold(.minimum, arguments)
        case .max: fold(.maximum, arguments)
        case .clamp: binary(.minimum, binary(.maximum, arguments[0], arguments[1]), arguments[2])
        case .abs: unary(.magnitude, arguments[0])
        case .sqrt: unary(.squareRoot, arguments[0])
        case .log: unary(.logarithm, arguments[0])
        case .exp: unary(.exponential, arguments[0])
        }
    }

    private mutating func fold(_ operation: RuleProgram.BinaryOperation, _ arguments: [Int]) -> Int {
        var result = arguments[0]
        for argument in arguments.dropFirst() { result = binary(operation, result, argument) }
        return result
    }

    private mutating func unary(_ operation: RuleProgram.UnaryOperation, _ a: Int) -> Int {
        if let x = constant(at: a) { return constant(operation.apply(x)) }
        return value(.unary(operation, a))
    }

    private mutating func binary(_ operation: RuleProgram.BinaryOperation, _ a: Int, _ b: Int) -> Int {
        if let x = constant(at: a), let y = constant(at: b) { return constant(operation.apply(x, y)) }
        return value(.binary(operation, a, b))
    }

    private mutating func comparison(_ sign: ComparisonOperator, _ a: Int, _ b: Int) -> Int {
        if let x = constant(at: a), let y = constant(at: b) { return value(.truth(sign.apply(x, y))) }
        return value(.compare(sign, a, b))
    }
}
