package import RasterModel

extension RuleProgram {
    /// Compiles a rule set.
    ///
    /// The set must have been checked (names known, numbers and conditions in their places, lengths known in pixels),
    /// which the catalog's reader and the survey's plan do; anything else is a mistake between our own functions and
    /// traps.
    ///
    /// - Parameters:
    ///   - rules: what to compile.
    ///   - thresholds: the value of each threshold of the set.
    ///   - pixelSize: of a pixel on the ground; nil will do where all lengths are in pixels.
    ///   - kept: numbers that are wanted beside the classes, over bands and definitions.
    package init(
        _ rules: RuleSet, thresholds: [String: Float] = [:], pixelSize: GroundPixelSize? = nil,
        keeping kept: [Expression] = []
    ) {
        var graph = ValueGraph(bands: rules.bands, pixelSize: pixelSize)
        for (name, value) in thresholds { graph.names[name] = graph.constant(value) }
        for definition in rules.definitions {
            graph.names[definition.name] = graph.add(definition.formula)
        }
        // Last rule first: an earlier rule overwrites what a later one said.
        let steps = rules.assignments.reversed().map { rule in
            rule.condition.map { Scheduler.Step.assign(rule.classValue, when: graph.add($0)) } ?? .fill(rule.classValue)
        }
        let rest: [Scheduler.Step] = rules.assignments.last?.condition == nil ? [] : [.fill(MaskCode.unobserved)]
        // What rules and kept numbers share is computed once.
        let keeping = kept.enumerated().map { Scheduler.Step.keep($0.offset, graph.add($0.element)) }
        self = StagePlanner(graph: graph).program(steps: rest + steps + keeping, bandCount: rules.bands.count)
    }

    /// Compiles what some thresholds of a rule set are chosen from: values to be counted, by the number of the
    /// threshold in `thresholds`.
    package init(observing thresholds: [RuleSet.Threshold], of rules: RuleSet, pixelSize: GroundPixelSize? = nil) {
        var graph = ValueGraph(bands: rules.bands, pixelSize: pixelSize)
        // Definitions that depend on a threshold cannot be needed here.
        for definition in rules.definitions where definition.formula.names.allSatisfy({ graph.names[$0] != nil }) {
            graph.names[definition.name] = graph.add(definition.formula)
        }
        let steps = thresholds.enumerated().map { Scheduler.Step.observe($0.offset, graph.add($0.element.of)) }
        self = StagePlanner(graph: graph).program(steps: steps, bandCount: rules.bands.count)
    }
}
