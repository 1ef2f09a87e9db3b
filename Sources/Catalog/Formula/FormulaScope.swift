package import Segmentation

/// The names that a formula may use.
package struct FormulaScope: Sendable, Hashable {
    /// Bands (numbers) and earlier definitions.
    package private(set) var names: [String] = []
    private var kinds: [String: FormulaKind] = [:]
    /// Definitions that come later in the catalog, or are being read: naming one is an error that says so.
    package var later: Set<String> = []
    /// Thresholds and what depends on them, where they cannot be used: naming one is an error that says so.
    package var thresholds: Set<String> = []
    /// The indices, in formulas of a catalog.
    private(set) var indices: IndexScope?

    /// The bands of a catalog that may also use indices.
    init(bands: [BandSymbol]) {
        self.init(bands: bands.map(\.symbol))
        indices = IndexScope(bands: bands)
    }

    /// The bands of a catalog.
    package init(bands: [String]) {
        for band in bands { add(band, .number) }
    }

    /// Makes an earlier definition usable.
    package mutating func add(_ name: String, _ kind: FormulaKind) {
        if kinds.updateValue(kind, forKey: name) == nil { names.append(name) }
        later.remove(name)
    }

    /// What a name stands for; nil where it cannot be used here.
    package func kind(of name: String) -> FormulaKind? {
        kinds[name] ?? (indices?.contains(name) == true ? .number : nil)
    }

    /// Why a name cannot be used, and what could be meant.
    func refusal(of name: String) -> (problem: String, remedy: String) {
        if later.contains(name) {
            return ("'\(name)' is not defined yet", "a formula can use only definitions above it")
        }
        if thresholds.contains(name) {
            return ("'\(name)' depends on a threshold", "choose a threshold from what does not depend on one")
        }
        if ReservedWords.functions.contains(name) {
            return ("the function '\(name)' has no arguments", "write \(name)(...)")
        }
        let problem = "unknown name \(quoted(name))"
        if let word = ReservedWords.logic.first(where: { $0 == name.lowercased() }) {
            return (problem, "write '\(word)'")
        }
        if ["yes", "true", "no", "false"].contains(name.lowercased()) {
            return (problem, "write a condition; a rule that always holds has no 'when'")
        }
        if let near = nearestName(to: name, among: names) ?? indices?.nearest(to: name) {
            return (problem, "did you mean '\(near)'?")
        }
        return (problem, "declare it in bands or define it above")
    }
}

extension FormulaScope {
    /// Why a function cannot be called.
    func refusal(ofFunction name: String) -> (problem: String, remedy: String) {
        if kind(of: name) != nil { return ("'\(name)' is not a function", "write * before the bracket to multiply") }
        let functions = ReservedWords.functions
        if let near = nearestName(to: name, among: functions) {
            return ("unknown function \(quoted(name))", "did you mean '\(near)'?")
        }
        return ("unknown function \(quoted(name))", "there are \(functions.joined(separator: " "))")
    }
}
