import RasterModel

/// Cuts formulas at their neighbourhood functions: each becomes a stage, with the margins on which it has to be known.
struct StagePlanner {
    let graph: ValueGraph

    /// The program of some steps and of all stages that they need.
    func program(steps: [Scheduler.Step], bandCount: Int) -> RuleProgram {
        let roots = steps.compactMap(\.node)
        // Nodes are numbered after what they are computed from, so this is an order in which they can be computed.
        let neighbourhoods = needed(by: roots).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: neighbourhoods.enumerated().map { ($0.element, $0.offset) })
        let margins = outputMargins(of: neighbourhoods, roots: roots)
        var registers = (numbers: 0, truths: 0)
        var stages: [RuleProgram.Stage] = []
        for node in neighbourhoods {
            guard case .neighbourhood(let operation, let input) = graph.nodes[node], let margin = margins[node] else {
                preconditionFailure("only neighbourhoods have stages")
            }
            let part = Scheduler(graph: graph, stages: numbers, steps: [.store(input)])
            registers = (max(registers.numbers, part.numbers), max(registers.truths, part.truths))
            stages.append(
                RuleProgram.Stage(
                    instructions: part.instructions, operation: operation, inputMargin: margin + operation.margin,
                    outputMargin: margin))
        }
        let last = Scheduler(graph: graph, stages: numbers, steps: steps)
        return RuleProgram(
            stages: stages, instructions: last.instructions, numberRegisters: max(registers.numbers, last.numbers),
            truthRegisters: max(registers.truths, last.truths), bandCount: bandCount)
    }

    /// All neighbourhood nodes that some nodes depend on.
    private func needed(by roots: [Int]) -> Set<Int> {
        var found: Set<Int> = []
        var pending = roots
        while let root = pending.popLast() {
            for node in neighbourhoods(in: root) where found.insert(node).inserted {
                if case .neighbourhood(_, let input) = graph.nodes[node] { pending.append(input) }
            }
        }
        return found
    }

    /// Neighbourhood nodes that a node is computed from at the same pixel.
    private func neighbourhoods(in root: Int) -> [Int] {
        var seen: Set<Int> = []
        var found: [Int] = []
        var pending = [root]
        while let node = pending.popLast() {
            guard seen.insert(node).inserted else { continue }
            if case .neighbourhood = graph.nodes[node] { found.append(node) }
            pending.append(contentsOf: graph.nodes[node].operands)
        }
        return found
    }

    /// How far around the core each node's result is looked at. Users come before what they use.
    private func outputMargins(of nodes: [Int], roots: [Int]) -> [Int: PixelMargin] {
        var margins: [Int: PixelMargin] = [:]
        for root in roots { for node in neighbourhoods(in: root) { margins[node] = PixelMargin.none } }
        for node in nodes.reversed() {
            guard case .neighbourhood(let operation, let input) = graph.nodes[node] else { continue }
            let reach = (margins[node] ?? .none) + operation.margin
            for inner in neighbourhoods(in: input) { margins[inner] = (margins[inner] ?? .none).union(reach) }
        }
        return margins
    }
}
