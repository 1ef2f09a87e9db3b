import Segmentation

/// `method.rules.thresholds` of a catalog.
extension CatalogReader {
    /// Makes the names of thresholds usable as numbers, before what they are chosen from is read.
    func addThresholdNames(_ entry: YamlEntry?, to scope: inout FormulaScope) throws(CatalogError) {
        guard let entry else { return }
        for item in try section(entry.value, "thresholds").entries {
            try checkName(item.key, "the threshold", item.line)
            if scope.kind(of: item.key) != nil {
                throw error(item.line, "the threshold '\(item.key)' is already a band symbol; choose another name")
            }
            scope.add(item.key, .number)
        }
    }

    /// The thresholds in the order of the catalog.
    func thresholds(
        _ entry: YamlEntry?, bands: [BandSymbol], definitions: [RuleSet.Definition], _ scope: FormulaScope
    ) throws(CatalogError) -> [RuleSet.Threshold] {
        guard let entry else { return [] }
        let items = try section(entry.value, "thresholds").entries
        var own = FormulaScope(bands: bands)
        own.thresholds = Set(items.map(\.key))
        for definition in definitions {
            if definition.formula.names.contains(where: own.thresholds.contains) {
                own.thresholds.insert(definition.name)
            } else if let kind = scope.kind(of: definition.name) {
                own.add(definition.name, kind)
            }
        }
        var thresholds = [RuleSet.Threshold]()
        for item in items { thresholds.append(try threshold(item, own, definitions)) }
        return thresholds
    }

    private func threshold(
        _ entry: YamlEntry, _ scope: FormulaScope, _ definitions: [RuleSet.Definition]
    ) throws(CatalogError) -> RuleSet.Threshold {
        let place = "threshold \(entry.key)"
        let section = try section(entry.value, place, keys: .threshold)
        let of = try section.required("of", example: "of: NDVI")
        let formula = try formula(of.value, section.name(of: "of"), scope, as: .number).expression
        let range = try histogramRange(section, formula, definitions)
        let bins = try bins(section)
        let (low, high) = (Float(range.lowerBound), Float(range.upperBound))
        guard ValueHistogram.suits(low: low, high: high, bins: bins) else {
            throw error(
                entry.line,
                "\(place): \(bins) bins over \(range.lowerBound) .. \(range.upperBound) cannot be told apart; "
                    + "use at most 32768 and a wider range")
        }
        let rule = try thresholdRule(section, in: range)
        return RuleSet.Threshold(name: entry.key, of: formula, rule: rule, low: low, high: high, bins: bins)
    }

    private func thresholdRule(
        _ section: CatalogSection, in range: ClosedRange<Double>
    ) throws(CatalogError) -> ThresholdRule {
        let names = ThresholdMethod.allCases.map(\.rawValue).joined(separator: ", ")
        let choose = try section.required("choose", example: "choose: minimum-error")
        let name = try text(choose.value, section.name(of: "choose"))
        guard let method = ThresholdMethod(rawValue: name) else {
            throw error(
                choose.line, "\(section.name(of: "choose")) is \(quoted(name)); choose one of \(names)")
        }
        let otherwise = try section.required("otherwise", example: "otherwise: 0.1")
        let value = try number(otherwise.value, section.name(of: "otherwise"))
        let within = try section["within"].map { entry throws(CatalogError) in
            try self.range(entry.value, section.name(of: "within"))
        }
        if method == .fixed, let within = section["within"] {
            throw error(within.line, "\(section.name(of: "within")) has no meaning for a fixed threshold; remove it")
        }
        guard range.contains(value), within?.contains(value) ?? true else {
            throw error(
                otherwise.line, "\(section.name(of: "otherwise")) lies outside of \(within == nil ? "range" : "within")"
            )
        }
        return ThresholdRule(
            method, within: within.map { Float($0.lowerBound)...Float($0.upperBound) }, otherwise: Float(value))
    }

    /// As written, else the range of the index that the threshold is chosen from.
    private func histogramRange(
        _ section: CatalogSection, _ formula: Expression, _ definitions: [RuleSet.Definition]
    ) throws(CatalogError) -> ClosedRange<Double> {
        if let entry = section["range"] { return try range(entry.value, section.name(of: "range")) }
        guard case .name(let name) = formula else { throw missingRange(section) }
        let definition = definitions.first { $0.name == name }?.formula
        guard case .name(let index) = definition ?? formula, let range = IndexLibrary.shipped[index]?.range else {
            throw missingRange(section)
        }
        return range
    }

    private func missingRange(_ section: CatalogSection) -> CatalogError {
        error(
            section.line,
            "'range' is missing in \(section.place); add 'range: low .. high', the least and the greatest value that 'of' can have"
        )
    }

    private func bins(_ section: CatalogSection) throws(CatalogError) -> Int {
        guard let entry = section["bins"] else { return 1024 }
        let text = try text(entry.value, section.name(of: "bins"))
        guard let bins = wholeNumber(text), ValueHistogram.binLimits.contains(bins) else {
            throw error(entry.line, "\(section.name(of: "bins")) is \(quoted(text)); write a number from 2 to 32768")
        }
        return bins
    }
}
