import Catalog
import RasterIO
import RasterModel

/// Which band each symbol of a catalog stands for, and why.
///
/// A role is looked for in this order: what the person named, what the raster's band names and wavelengths say, its
/// colour flags, its order. What is known to be something else is never taken.
struct BandResolution: Sendable, Hashable {
    struct Choice: Sendable, Hashable {
        var symbol: String
        var band: BandAddress
        /// Why this one, as a clause: "its description is 'Red'".
        var reason: String
        /// nil where the catalog gives a number.
        var role: BandRole?
        /// True where somebody named the band: then it is never taken for alpha.
        var isNamed: Bool
        /// What tells it; nil where somebody named it.
        var evidence: BandIdentity.Evidence?
    }

    var choices: [Choice]
    /// What the person should know about the choice, one line each.
    var warnings: [String]

    /// - Parameter named: bands that the person named, by role.
    /// - Throws: when a role cannot be found in the raster.
    init(catalog: Catalog, stack: RasterStack, named: [BandRole: BandAddress]) throws(SurveyError) {
        let search = BandSearch(catalog: catalog, source: stack.base, named: named)
        var choices: [Choice] = []
        for band in catalog.bands { choices.append(try search.choice(of: band)) }
        self.choices = choices
        warnings =
            search.warnings(about: choices) + Self.rawNumbers(choices, stack)
            + [Self.otherAlpha(named, stack)].compactMap(\.self)
    }

    /// A second alpha band in the file of the one that was named.
    private static func otherAlpha(_ named: [BandRole: BandAddress], _ stack: RasterStack) -> String? {
        guard let alpha = named[.alpha] else { return nil }
        let taken = named.values.filter { $0.file == alpha.file }.map(\.number)
        let source = stack.source(of: alpha.file)
        guard let other = source.alphaBand(besides: Set(taken)) else { return nil }
        return
            "\(source.path): band \(alpha.number) is named as alpha, so band \(other), which the file says is alpha, "
            + "does not count"
    }

    /// Known products whose numbers nothing turns into reflectance, each file once.
    private static func rawNumbers(_ choices: [Choice], _ stack: RasterStack) -> [String] {
        Set(choices.map(\.band.file)).sorted().compactMap { file in
            choices.lazy.filter { $0.band.file == file }.compactMap { choice in
                (try? stack.band(at: choice.band)).flatMap { RawNumbers(stack.source(of: file), $0)?.warning }
            }.first
        }
    }

    /// Bands that are red, green and blue as the catalog takes them; nil where it does not take all three.
    var colours: [BandAddress]? {
        let taken = [BandRole.red, .green, .blue].compactMap { role in choices.first { $0.role == role }?.band }
        return taken.count == 3 ? taken : nil
    }

    /// Bands that somebody named as something else than the mask.
    func named(_ bands: [BandRole: BandAddress]) -> Set<BandAddress> {
        Set(bands.filter { $0.key != .alpha }.values)
            .union(choices.filter { $0.isNamed && $0.role != .alpha }.map(\.band))
    }
}

/// Looks for the bands of one catalog in one raster.
private struct BandSearch {
    let catalog: Catalog
    let source: RasterSource
    let named: [BandRole: BandAddress]
    private let identities: [BandIdentity]

    init(catalog: Catalog, source: RasterSource, named: [BandRole: BandAddress]) {
        self.catalog = catalog
        self.source = source
        self.named = named
        identities = source.identities
    }

    func choice(of band: BandSymbol) throws(SurveyError) -> BandResolution.Choice {
        switch band.reference {
        case .number(let number):
            return BandResolution.Choice(
                symbol: band.symbol, band: BandAddress(file: 0, number: number), reason: "band number in the catalog",
                role: nil, isNamed: true)
        case .role(let role):
            if let address = named[role] {
                return BandResolution.Choice(
                    symbol: band.symbol, band: address, reason: "named with --bands", role: role, isNamed: true)
            }
            guard let (identity, reason) = find(role) else { throw refusal(of: role) }
            return BandResolution.Choice(
                symbol: band.symbol, band: BandAddress(file: 0, number: identity.number), reason: reason, role: role,
                isNamed: false, evidence: identity.evidence)
        }
    }

    /// The band of a role, else one that may serve for it.
    private func find(_ role: BandRole) -> (BandIdentity, reason: String)? {
        if let own = identities.first(where: { $0.role == role }) { return (own, own.reason) }
        guard let neighbour = identities.first(where: { $0.role != nil && $0.alsoServes.contains(role) }) else {
            return nil
        }
        let its = neighbour.role.map(\.rawValue) ?? ""
        return (neighbour, "\(neighbour.reason); \(its) serves for \(role.rawValue), which no band is")
    }

    // MARK: What is said

    private func refusal(of role: BandRole) -> SurveyError {
        let shown = identities.prefix(16).map(describe)
        let more = identities.count > shown.count ? " and \(identities.count - shown.count) more" : ""
        let rivals = identities.filter { $0.disputedRole == role }.map { String($0.number) }
        let found =
            rivals.isEmpty
            ? "\(source.path) has none that is known to be it"
            : "in \(source.path) bands \(rivals.joined(separator: " and ")) are all said to be it"
        return SurveyError(
            "catalog \(catalog.name) needs the band '\(role.rawValue)', and \(found) (it has: "
                + "\(shown.joined(separator: ", "))\(more)); if one is, say so: --bands \(role.rawValue)=NUMBER, "
                + "or bring it from another file: --bands \(role.rawValue)=FILE:NUMBER")
    }

    /// "1 nir", "4 NDVI", "2 Red".
    private func describe(_ identity: BandIdentity) -> String {
        let role = identity.role?.rawValue
        let isPlain = role == nil || role?.lowercased() == identity.label.lowercased()
        return "\(identity.number) \(identity.label)" + (isPlain ? "" : " (\(role ?? ""))")
    }

    func warnings(about choices: [BandResolution.Choice]) -> [String] {
        [position(choices), overruled(choices)].compactMap(\.self)
    }

    private func position(_ choices: [BandResolution.Choice]) -> String? {
        let placed = choices.filter { $0.evidence == .position }
        guard !placed.isEmpty else { return nil }
        let taken = placed.map { "\($0.role?.rawValue ?? "")=\($0.band.number)" }
        return "\(source.path) does not say what its bands are: they are taken by position "
            + "(\(taken.joined(separator: ", "))); if that is wrong, say which is which with --bands "
            + taken.joined(separator: ",")
    }

    private func overruled(_ choices: [BandResolution.Choice]) -> String? {
        let used = Set(choices.filter { $0.evidence != nil }.map(\.band.number))
        let clauses = identities.filter { used.contains($0.number) }.compactMap { identity in
            identity.overruledColour.map { "band \(identity.number) is flagged \($0), but \(identity.reason)" }
        }
        guard !clauses.isEmpty else { return nil }
        return "\(source.path): \(clauses.joined(separator: "; ")): the flag is not believed"
    }
}
