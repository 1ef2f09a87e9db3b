/// Puts the nodes in order and gives them registers that are used again after a value's last use.
struct Scheduler {
    /// What is done with values once they are computed.
    enum Step {
        case assign(UInt8, when: Int)
        case fill(UInt8)
        case observe(Int, Int)
        /// Keeps the value as the input of a neighbourhood stage.
        case store(Int)
        /// Keeps the number for whoever asked for it.
        case keep(Int, Int)

        /// The node that has to be computed.
        var node: Int? {
            switch self {
            case .assign(_, let node), .observe(_, let node), .store(let node), .keep(_, let node): node
            case .fill: nil
            }
        }
    }

    let graph: ValueGraph
    /// Numbers of the stages that compute neighbourhood nodes.
    private let stages: [Int: Int]
    private var usesLeft: [Int: Int] = [:]
    private var registers: [Int: Int] = [:]
    private var freeNumbers: [Int] = []
    private var freeTruths: [Int] = []
    private(set) var numbers = 0
    private(set) var truths = 0
    private(set) var instructions: [RuleProgram.Instruction] = []
    /// Nodes that are computed as sums of three terms, and the nodes that vanish in them. Found before anything is
    /// released, while the uses still say who needs what.
    private var sums: [Int: Sum] = [:]
    private var isInsideSum: Set<Int> = []

    /// Writes the instructions of some steps.
    init(graph: ValueGraph, stages: [Int: Int], steps: [Step]) {
        self.graph = graph
        self.stages = stages
        countUses(of: steps.compactMap(\.node))
        findSums()
        for step in steps { perform(step) }
    }

    private mutating func perform(_ step: Step) {
        if let node = step.node { emit(node) }
        switch step {
        case .fill(let value): instructions.append(.fill(value))
        case .assign(let value, let condition): instructions.append(.assign(value, when: register(of: condition)))
        case .observe(let index, let node): instructions.append(.observe(index, operand(node)))
        case .keep(let index, let node): instructions.append(.keep(index, operand(node)))
        case .store(let node):
            instructions.append(graph.isTruth(node) ? .storeTruths(register(of: node)) : .storeNumbers(operand(node)))
        }
        if let node = step.node { release(node) }
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
            guard registers[node] == nil, needed.insert(node).inserted else { continue }
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
        let terms = sum.terms.map { RuleProgram.Term(factor: $0.factor, register: register(of: $0.node)) }
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
            let (x, y) = (register(of: a), register(of: b))
            instructions.append(.logic(sign, x, y, to: claimTruth(node)))
        case .not(let a):
            let x = register(of: a)
            instructions.append(.not(x, to: claimTruth(node)))
        case .truth(let truth): instructions.append(.truth(truth, to: claimTruth(node)))
        case .neighbourhood(let operation, _):
            guard let stage = stages[node] else { preconditionFailure("a neighbourhood without a stage") }
            instructions.append(
                operation.givesTruth
                    ? .loadTruths(stage: stage, to: claimTruth(node))
                    : .loadNumbers(stage: stage, to: claimNumber(node)))
        }
        // After the result has its own register: a kernel may not read and write one row at once.
        for operand in graph.nodes[node].operands { release(operand) }
    }

    private func operand(_ node: Int) -> RuleProgram.Operand {
        if let number = graph.constant(at: node) { return .constant(number) }
        return .register(register(of: node))
    }

    private func register(of node: Int) -> Int {
        guard let register = registers[node] else { preconditionFailure("value \(node) was not computed") }
        return register
    }

    private mutating func claimNumber(_ node: Int) -> Int {
        let register = freeNumbers.popLast() ?? numbers
        numbers = max(numbers, register + 1)
        registers[node] = register
        return register
    }

    private mutating func claimTruth(_ node: Int) -> Int {
        let register = freeTruths.popLast() ?? truths
        truths = max(truths, register + 1)
        registers[node] = register
        return register
    }

    private mutating func release(_ node: Int) {
        guard let left = usesLeft[node], let register = registers[node] else { return }
        usesLeft[node] = left - 1
        guard left == 1 else { return }
        if graph.isTruth(node) { freeTruths.append(register) } else { freeNumbers.append(register) }
    }
}
