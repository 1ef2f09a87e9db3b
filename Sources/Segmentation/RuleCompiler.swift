import Foundation
import RasterModel

extension RuleProgram {
    /// Compiles a rule set.
    ///
    /// The set must have been checked (names known, numbers and conditions in their places), which the catalog's
    /// reader does; anything else is a mistake between our own functions and traps.
    public init(_ rules: RuleSet) {
        var builder = ValueGraph()
        for (index, symbol) in rules.bands.enumerated() {
            builder.names[symbol] = builder.value(.band(index))
        }
        for definition in rules.definitions {
            builder.names[definition.name] = builder.add(definition.formula)
        }
        // Last rule first: an earlier rule overwrites what a later one said.
        let steps = rules.assignments.reversed().map { rule in
            (rule.classValue, rule.condition.map { builder.add($0) })
        }
        self = Scheduler(graph: builder).program(steps: steps, bandCount: rules.bands.count)
    }
}

/// The formulas as a graph in which equal nodes are one.
private struct ValueGraph {
    enum Node: Hashable {
        case constant(UInt32)
        case band(Int)
        case unary(RuleProgram.UnaryOperation, Int)
        case binary(RuleProgram.BinaryOperation, Int, Int)
        case compare(ComparisonOperator, Int, Int)
        case logic(LogicOperator, Int, Int)
        case not(Int)
        case truth(Truth)

        var operands: [Int] {
            switch self {
            case .constant, .band, .truth: []
            case .unary(_, let a), .not(let a): [a]
            case .binary(_, let a, let b), .compare(_, let a, let b), .logic(_, let a, let b): [a, b]
            }
        }
    }

    var nodes: [Node] = []
    var names: [String: Int] = [:]
    private var known: [Node: Int] = [:]

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
        }
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

/// Puts the nodes in order and gives them registers that are used again after a value's last use.
private struct Scheduler {
    let graph: ValueGraph
    private var usesLeft: [Int: Int] = [:]
    private var register: [Int: Int] = [:]
    private var freeNumbers: [Int] = []
    private var freeTruths: [Int] = []
    private var numbers = 0
    private var truths = 0
    private var instructions: [RuleProgram.Instruction] = []
    /// Nodes that are computed as sums of three terms, and the nodes that vanish in them. Found before anything is
    /// released, while the uses still say who needs what.
    private var sums: [Int: Sum] = [:]
    private var isInsideSum: Set<Int> = []

    init(graph: ValueGraph) { self.graph = graph }

    consuming func program(steps: [(UInt8, Int?)], bandCount: Int) -> RuleProgram {
        countUses(of: steps.compactMap(\.1))
        findSums()
        for (classValue, condition) in steps {
            guard let condition else {
                instructions.append(.fill(classValue))
                continue
            }
            emit(condition)
            instructions.append(.assign(classValue, when: place(of: condition)))
            release(condition)
        }
        return RuleProgram(
            instructions: instructions, numberRegisters: numbers, truthRegisters: truths, bandCount: bandCount)
    }

    /// Counts each use once per user; nodes that nothing needs get no use and are never emitted.
    private mutating func countUses(of roots: [Int]) {
        var pending = roots
        while let node = pending.popLast() {
            let isNew = usesLeft[node] == nil
            usesLeft[node, default: 0] += 1
            if isNew { pending.append(contentsOf: graph.nodes[node].operands) }
        }
    }

    /// Finds the sums. From the last node, so that the longest sums are taken first.
    private mutating func findSums() {
        for node in graph.nodes.indices.reversed() where usesLeft[node] != nil && !isInsideSum.contains(node) {
            guard let sum = sum(node) else { continue }
            sums[node] = sum
            isInsideSum.formUnion(sum.inner)
        }
    }

    private mutating func emit(_ root: Int) {
        // Nodes are numbered after their operands, so a worklist in number order is a valid order; depth is not
        // limited by the stack.
        var needed: Set<Int> = []
        var pending = [root]
        while let node = pending.popLast() {
            guard register[node] == nil, needed.insert(node).inserted else { continue }
            pending.append(contentsOf: graph.nodes[node].operands)
        }
        for node in needed.sorted() where !isInsideSum.contains(node) { emitNode(node) }
    }

    /// A sum of three terms, or of three with parts that nothing else needs: (a + b) + c, (a - b) - c, (k * a - b) - c.
    private struct Sum {
        var terms: [(factor: Float, node: Int)]
        /// Nodes that are computed inside the sum.
        var inner: [Int]
    }

    /// The node as a sum of three terms; nil where it is none, or where a part of it is needed elsewhere too.
    private func sum(_ node: Int) -> Sum? {
        guard case .binary(let outer, let left, let last) = graph.nodes[node], outer == .add || outer == .subtract,
            case .binary(let inner, let first, let second) = graph.nodes[left], inner == .add || inner == .subtract,
            usesLeft[left] == 1
        else { return nil }
        var sum = Sum(terms: [], inner: [left])
        for (sign, part) in [(1, first), (inner == .add ? 1 : -1, second), (outer == .add ? 1 : -1, last)] {
            let (factor, factored) = product(part) ?? (1, part)
            guard graph.constant(at: factored) == nil else { return nil }
            if factored != part { sum.inner.append(part) }
            sum.terms.append((Float(sign) * factor, factored))
        }
        return sum
    }

    /// The node as a constant times another, where only its user needs it.
    private func product(_ node: Int) -> (factor: Float, node: Int)? {
        guard case .binary(.multiply, let a, let b) = graph.nodes[node], usesLeft[node] == 1 else { return nil }
        if let factor = graph.constant(at: a) { return (factor, b) }
        return graph.constant(at: b).map { ($0, a) }
    }

    private mutating func emit(_ sum: Sum, for node: Int) {
        let terms = sum.terms.map { RuleProgram.Term(factor: $0.factor, register: place(of: $0.node)) }
        instructions.append(.sum(terms[0], terms[1], terms[2], to: claimNumber(node)))
        for term in sum.terms { release(term.node) }
    }

    private mutating func emitNode(_ node: Int) {
        if let sum = sums[node] { return emit(sum, for: node) }
        switch graph.nodes[node] {
        case .constant: return
        case .band(let band): instructions.append(.load(band: band, to: claimNumber(node)))
        case .unary(let operation, let a):
            let x = operand(a)
            instructions.append(.unary(operation, x, to: claimNumber(node)))
        case .binary(let operation, let a, let b):
            let (x, y) = (operand(a), operand(b))
            instructions.append(.binary(operation, x, y, to: claimNumber(node)))
        case .compare(let sign, let a, let b):
            let (x, y) = (operand(a), operand(b))
            instructions.append(.compare(sign, x, y, to: claimTruth(node)))
        case .logic(let sign, let a, let b):
            let (x, y) = (place(of: a), place(of: b))
            instructions.append(.logic(sign, x, y, to: claimTruth(node)))
        case .not(let a):
            let x = place(of: a)
            instructions.append(.not(x, to: claimTruth(node)))
        case .truth(let truth): instructions.append(.truth(truth, to: claimTruth(node)))
        }
        // After the result has its own register: a kernel may not read and write one row at once.
        for operand in graph.nodes[node].operands { release(operand) }
    }

    private func operand(_ node: Int) -> RuleProgram.Operand {
        if let number = graph.constant(at: node) { return .constant(number) }
        return .register(place(of: node))
    }

    private func place(of node: Int) -> Int {
        guard let place = register[node] else { preconditionFailure("value \(node) was not computed") }
        return place
    }

    private mutating func claimNumber(_ node: Int) -> Int {
        let place = freeNumbers.popLast() ?? numbers
        numbers = max(numbers, place + 1)
        register[node] = place
        return place
    }

    private mutating func claimTruth(_ node: Int) -> Int {
        let place = freeTruths.popLast() ?? truths
        truths = max(truths, place + 1)
        register[node] = place
        return place
    }

    private mutating func release(_ node: Int) {
        guard let left = usesLeft[node], let place = register[node] else { return }
        usesLeft[node] = left - 1
        guard left == 1 else { return }
        switch graph.nodes[node] {
        case .compare, .logic, .not, .truth: freeTruths.append(place)
        default: freeNumbers.append(place)
        }
    }
}
