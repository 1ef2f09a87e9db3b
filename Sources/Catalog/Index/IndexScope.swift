import RasterModel
import Segmentation

/// The indices that the formulas of one catalog may use: a name is an index only where the bands are there.
struct IndexScope: Hashable, Sendable {
    /// The bands that the catalog declares.
    let bands: [BandSymbol]
    private var library: IndexLibrary { .shipped }

    func contains(_ name: String) -> Bool { library[name] != nil }

    /// The index that a person probably meant. A name shorter than the index's is left alone: `NIR` is not `NIRv`.
    func nearest(to name: String) -> String? {
        library.nameDifferingInCase(from: name)
            ?? nearestName(to: name, among: library.names.filter { $0.count <= name.count })
    }

    /// Why the catalog cannot use an index that its formula names; nil where it can.
    func refusal(of formula: Expression) -> String? {
        for name in formula.names {
            guard let index = library[name] else { continue }
            if let refusal = refusal(of: index) { return refusal }
        }
        return nil
    }

    private func refusal(of index: SpectralIndex) -> String? {
        let missing = index.bands.filter { symbol(for: $0) == nil }
        guard missing.isEmpty else {
            return missing.count == 1
                ? "\(index.name) needs the band symbol \(missing[0]); add it to bands\(Self.example(missing))"
                : "\(index.name) needs the band symbols \(Self.sequence(missing)); add them to bands\(Self.example(missing))"
        }
        for band in index.bands {
            guard let symbol = symbol(for: band), case .role(let role) = symbol.reference,
                let roles = BandSymbol.indexRoles[band], !roles.contains(role)
            else { continue }
            return
                "\(index.name) takes \(symbol.symbol) for \(roles[0].rawValue), and in bands it is \(role.rawValue); "
                + "rename the symbol"
        }
        return nil
    }

    /// What to write in bands.
    private static func example(_ symbols: [String]) -> String {
        let entries = symbols.compactMap { symbol in
            BandSymbol.indexRoles[symbol]?.first.map { "\(symbol): \($0.rawValue)" }
        }
        return entries.isEmpty ? "" : ": \(entries.joined(separator: ", "))"
    }

    /// `A`, `A and B`, `A, B and C`.
    private static func sequence(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// The catalog's band for a band of an index: the one of that symbol, and N2 for N where there is no N.
    private func symbol(for band: String) -> BandSymbol? {
        let same = bands.first { $0.symbol == band }
        return same ?? (band == "N" ? bands.first { $0.symbol == "N2" } : nil)
    }

    // MARK: Use

    /// The indices that formulas use, each once, in the order of their first use.
    func used(by formulas: [Expression]) -> [SpectralIndex] {
        var seen = Set<String>()
        return formulas.flatMap(\.names).compactMap { seen.insert($0).inserted ? library[$0] : nil }
    }

    /// The definition that stands for an index in a rule set.
    func definition(of index: SpectralIndex) -> RuleSet.Definition {
        RuleSet.Definition(name: index.name, formula: index.expression.renaming(renamed(index)), kind: .number)
    }

    /// What run.json tells of an index.
    func use(of index: SpectralIndex) -> UsedIndex {
        // The text has been parsed before; a renamed band does not change that.
        let formula = try? FormulaLexer.text(of: index.formula, replacing: renamed(index))
        return UsedIndex(
            name: index.name, formula: formula ?? index.formula, needs: index.needs, source: index.source)
    }

    /// Bands of the index that have another symbol in the catalog.
    private func renamed(_ index: SpectralIndex) -> [String: String] {
        var names = [String: String]()
        for band in index.bands {
            if let symbol = symbol(for: band)?.symbol, symbol != band { names[band] = symbol }
        }
        return names
    }
}

extension BandSymbol {
    /// The band symbols of indices and the roles that they may stand for, the first one by right. Neighbours of one
    /// part of the spectrum may stand for each other where a catalog says so.
    static let indexRoles: [String: [BandRole]] = [
        "A": [.coastal], "B": [.blue], "G": [.green], "Y": [.yellow], "R": [.red],
        "RE1": [.redEdge1, .redEdge2, .redEdge3], "RE2": [.redEdge2, .redEdge1, .redEdge3],
        "RE3": [.redEdge3, .redEdge1, .redEdge2], "N": [.nir, .nir2], "N2": [.nir2, .nir], "WV": [.waterVapour],
        "S1": [.swir1], "S2": [.swir2], "T1": [.thermal1], "T2": [.thermal2],
    ]
}

extension Expression {
    /// The same formula with other names.
    func renaming(_ names: [String: String]) -> Expression {
        switch self {
        case .number: self
        case .name(let name): .name(names[name] ?? name)
        case .negate(let inner): .negate(inner.renaming(names))
        case .not(let inner): .not(inner.renaming(names))
        case .arithmetic(let sign, let a, let b): .arithmetic(sign, a.renaming(names), b.renaming(names))
        case .compare(let sign, let a, let b): .compare(sign, a.renaming(names), b.renaming(names))
        case .logic(let sign, let a, let b): .logic(sign, a.renaming(names), b.renaming(names))
        case .call(let function, let arguments): .call(function, arguments.map { $0.renaming(names) })
        case .neighbourhood(let function, let inner, let length):
            .neighbourhood(function, inner.renaming(names), length)
        }
    }
}
