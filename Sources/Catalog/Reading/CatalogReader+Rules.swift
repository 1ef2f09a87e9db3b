import Segmentation

/// `method` of a catalog to a rule set.
extension CatalogReader {
    func rules(
        _ entry: YamlEntry, bands: [BandSymbol], classes: [ClassDefinition]
    ) throws(CatalogError) -> RuleSet {
        let method = try section(entry.value, "method", keys: .method)
        let rules = try method.required("rules", example: "rules: {assign: [{class: \(classes[0].name)}]}")
        let section = try section(rules.value, "method.rules", keys: .rules)
        let assign = try section.required("assign", example: "assign: [{class: \(classes[0].name)}]")
        let indices = IndexScope(bands: bands)
        var scope = FormulaScope(bands: bands)
        try addThresholdNames(section["thresholds"], to: &scope)
        let definitions = try definitions(section["define"], &scope)
        let thresholds = try thresholds(section["thresholds"], bands: bands, definitions: definitions, scope)
        let assignments = try assignments(assign, rest: section["rest"], scope, classes)
        var result = RuleSet(
            bands: bands.map(\.symbol), definitions: definitions, thresholds: thresholds, assignments: assignments)
        result.definitions = indices.used(by: result.formulas).map(indices.definition) + definitions
        return result
    }

    // MARK: define

    private func definitions(
        _ entry: YamlEntry?, _ scope: inout FormulaScope
    ) throws(CatalogError) -> [RuleSet.Definition] {
        guard let entry else { return [] }
        let section = try section(entry.value, "define")
        try checkDefinedNames(section, scope)
        scope.later = Set(section.entries.map(\.key))
        var definitions = [RuleSet.Definition]()
        for entry in section.entries {
            let formula = try formula(entry.value, "define \(entry.key)", scope)
            scope.add(entry.key, formula.kind)
            definitions.append(
                RuleSet.Definition(name: entry.key, formula: formula.expression, kind: formula.kind))
        }
        return definitions
    }

    /// Names before formulas: a comma inside {} shows as a strange name, after half a formula.
    private func checkDefinedNames(_ section: CatalogSection, _ scope: FormulaScope) throws(CatalogError) {
        for (index, entry) in section.entries.enumerated() {
            try section.checkComma(at: index)
            try checkName(entry.key, "the definition", entry.line)
            if scope.kind(of: entry.key) != nil {
                throw error(
                    entry.line,
                    "the definition '\(entry.key)' is already a band symbol or a threshold; choose another name")
            }
        }
    }

    func formula(
        _ node: YamlNode, _ place: String, _ scope: FormulaScope, as kind: FormulaKind? = nil
    ) throws(CatalogError) -> CheckedFormula {
        if node.isNull { throw error(node.line, "\(place) is empty; quote the formula: \"...\"") }
        let text = try text(node, place)
        let formula: CheckedFormula
        do throws(FormulaError) {
            formula = try FormulaParser.parse(text, in: scope, as: kind, for: kind == .number ? "'of'" : "'when'")
        } catch {
            throw self.error(node.line, "\(place): \(error)")
        }
        if let refusal = scope.indices?.refusal(of: formula.expression) {
            throw error(node.line, "\(place): \(refusal)")
        }
        return formula
    }

    // MARK: assign

    private func assignments(
        _ entry: YamlEntry, rest: YamlEntry?, _ scope: FormulaScope, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> [RuleSet.Assignment] {
        let example = "- {class: \(classes[0].name)}"
        var assignments = [RuleSet.Assignment]()
        for (index, item) in try list(entry.value, "assign", example: example).enumerated() {
            if let last = assignments.last, last.condition == nil {
                throw error(
                    item.line,
                    "assign rule \(index) has no 'when', so rule \(index + 1) can never be reached; "
                        + "move the rule without 'when' to the end")
            }
            assignments.append(try assignment(item, "assign rule \(index + 1)", scope, classes))
        }
        let isOpen = assignments.last.map { $0.condition != nil } ?? true
        if let rest {
            try checkRest(rest, isOpen: isOpen, isEmpty: assignments.isEmpty, example: example)
        } else if isOpen {
            throw error(
                entry.line,
                "what should the remaining pixels be? end assign with '\(example)', or write 'rest: unobserved' beside it"
            )
        }
        return assignments
    }

    /// `rest: unobserved`: pixels that no rule decides belong to no class.
    private func checkRest(
        _ entry: YamlEntry, isOpen: Bool, isEmpty: Bool, example: String
    ) throws(CatalogError) {
        let text = try text(entry.value, "method.rules: rest")
        guard text == "unobserved" else {
            throw error(
                entry.line,
                "method.rules: rest is \(quoted(text)); write 'rest: unobserved', or end assign with '\(example)'")
        }
        guard !isEmpty else { throw error(entry.line, "assign is empty; add '\(example)'") }
        guard isOpen else {
            throw error(
                entry.line,
                "the last rule of assign has no 'when', so nothing is left for 'rest: unobserved'; remove one of them")
        }
    }

    private func assignment(
        _ item: YamlNode, _ place: String, _ scope: FormulaScope, _ classes: [ClassDefinition]
    ) throws(CatalogError) -> RuleSet.Assignment {
        let section = try section(item, place, keys: .assignment)
        let name = try section.required("class", example: "class: \(classes[0].name)")
        let value = try classValue(name.value, place, classes)
        let condition = try section["when"].map { entry throws(CatalogError) in
            try formula(entry.value, "\(place): when", scope, as: .condition).expression
        }
        return RuleSet.Assignment(classValue: value, condition: condition)
    }
}
