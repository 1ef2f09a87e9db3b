package import Segmentation

/// A number of `objects: signal:`; each object tells its mean over its pixels.
package struct ObjectSignal: Hashable, Sendable {
    /// As the catalog writes it: a band symbol, a definition or an index.
    package var name: String
    /// The number of a pixel, over the bands and definitions of the catalog's rules.
    package var formula: Expression
    /// The index that it is, where no formula of the rules uses it; nil otherwise.
    package var index: UsedIndex?
}

extension Catalog {
    /// The indices that are used, each once.
    ///
    /// - Parameter counts: true where objects are counted: then their signals are used too.
    package func indices(counting counts: Bool) -> [UsedIndex] {
        guard counts, let objects else { return indices }
        return indices + objects.signals.compactMap(\.index)
    }
}

/// `signal` of `objects`.
extension CatalogReader {
    /// One name, or a list of names.
    func signals(_ entry: YamlEntry, rules: RuleSet, bands: [BandSymbol]) throws(CatalogError) -> [ObjectSignal] {
        let scope = SignalScope(rules: rules, bands: bands)
        var items = [entry.value]
        if case .list(let list) = entry.value.content { items = list }
        guard !items.isEmpty else {
            throw error(entry.line, "objects: signal is empty; name a number, for example 'signal: \(bands[0].symbol)'")
        }
        var signals: [ObjectSignal] = []
        for item in items {
            let name = try text(item, "objects: signal")
            if let same = signals.first(where: { $0.name.lowercased() == name.lowercased() }) {
                throw error(
                    item.line,
                    same.name == name
                        ? "objects: signal names '\(name)' twice; remove one"
                        : "objects: signal: '\(same.name)' and '\(name)' differ only in case, and columns of a table may not; "
                            + "keep one, or define the other by another name")
            }
            guard let signal = scope.signal(name) else {
                throw error(item.line, "objects: signal: \(scope.refusal(of: name))")
            }
            signals.append(signal)
        }
        return signals
    }
}

/// What a catalog may name as a signal.
private struct SignalScope {
    private let bands: [BandSymbol]
    private let rules: RuleSet
    private let indices: IndexScope
    /// Of bands, of definitions and of the indices that rules use.
    private var kinds: [String: FormulaKind] = [:]
    /// The catalog's own numbers, in its order.
    private var numbers: [String] = []

    init(rules: RuleSet, bands: [BandSymbol]) {
        (self.bands, self.rules) = (bands, rules)
        indices = IndexScope(bands: bands)
        for band in bands { kinds[band.symbol] = .number }
        for definition in rules.definitions { kinds[definition.name] = definition.kind }
        numbers = (rules.definitions.map(\.name) + bands.map(\.symbol)).filter { kinds[$0] == .number }
    }

    /// The number of this name; nil where there is none.
    func signal(_ name: String) -> ObjectSignal? {
        if let kind = kinds[name] { return kind == .number ? ObjectSignal(name: name, formula: .name(name)) : nil }
        guard let index = IndexLibrary.shipped[name], indices.refusal(of: .name(name)) == nil else { return nil }
        return ObjectSignal(name: name, formula: indices.definition(of: index).formula, index: indices.use(of: index))
    }

    /// Why there is none, and what could be meant.
    func refusal(of name: String) -> String {
        if kinds[name] == .condition { return "'\(name)' is a condition; name a number" }
        if let threshold = rules.thresholds.first(where: { $0.name == name }) {
            return "'\(name)' is a threshold, the same for every pixel; name a number that differs"
                + (Self.single(threshold.of).map { ", for example '\($0)'" } ?? "")
        }
        if let refusal = indices.refusal(of: .name(name)) { return refusal }
        guard FormulaLexer.isName(name) else {
            return "\(quoted(name)) is no name; give the formula a name in 'define', and write that name here"
        }
        let remedy =
            (nearestName(to: name, among: numbers) ?? nearestIndex(to: name)).map { "did you mean '\($0)'?" }
            ?? "the catalog has \(numbers.prefix(12).joined(separator: ", "))\(numbers.count > 12 ? ", ..." : "")"
        return "there is no number '\(name)'; \(remedy)"
    }

    private func nearestIndex(to name: String) -> String? {
        indices.nearest(to: name).flatMap { indices.refusal(of: .name($0)) == nil ? $0 : nil }
    }

    private static func single(_ formula: Expression) -> String? {
        if case .name(let name) = formula { name } else { nil }
    }
}
