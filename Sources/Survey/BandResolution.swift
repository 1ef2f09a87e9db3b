import Catalog
import RasterIO
import RasterModel

/// Which band each symbol of a catalog stands for, and why.
struct BandResolution: Sendable, Hashable {
    struct Choice: Sendable, Hashable {
        var symbol: String
        var band: BandAddress
        /// For the record: "named on the command line", "colour interpretation", "band number in the catalog".
        var reason: String
        /// nil where the catalog gives a number.
        var role: BandRole?
        /// True where somebody named the band: then it is never taken for alpha.
        var isNamed: Bool
    }

    var choices: [Choice]

    /// - Parameter named: bands that the person named, by role.
    /// - Throws: when a role cannot be found in the raster.
    init(catalog: Catalog, stack: RasterStack, named: [BandRole: BandAddress]) throws(SurveyError) {
        // Naming more bands than the catalog uses is fine; naming one that is not there is a mistake.
        for (role, band) in named.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let source = stack.source(of: band.file)
            if band.number > source.bands.count {
                throw SurveyError(
                    "--bands says \(role.rawValue)=\(band.number), but \(source.path) has \(source.bands.count) band(s)"
                )
            }
        }
        var choices: [Choice] = []
        for band in catalog.bands {
            choices.append(try Self.choose(band, catalog: catalog, source: stack.base, named: named))
        }
        self.choices = choices
    }

    /// Bands that are red, green and blue as the catalog takes them; nil where it does not take all three.
    var colours: [BandAddress]? {
        let named = [BandRole.red, .green, .blue].compactMap { role in choices.first { $0.role == role }?.band }
        return named.count == 3 ? named : nil
    }

    /// Bands that somebody named.
    func named(_ bands: [BandRole: BandAddress]) -> Set<BandAddress> {
        Set(bands.values).union(choices.filter(\.isNamed).map(\.band))
    }

    private static func choose(
        _ band: BandSymbol, catalog: Catalog, source: RasterSource, named: [BandRole: BandAddress]
    ) throws(SurveyError) -> Choice {
        switch band.reference {
        case .number(let number):
            return Choice(
                symbol: band.symbol, band: BandAddress(file: 0, number: number), reason: "band number in the catalog",
                role: nil, isNamed: true)
        case .role(let role):
            let symbol = band.symbol
            if let band = named[role] {
                return Choice(
                    symbol: symbol, band: band, reason: "named with --bands", role: role, isNamed: true)
            }
            if let colour = colour(of: role), let found = source.bands.first(where: { $0.colour == colour }) {
                return Choice(
                    symbol: band.symbol, band: BandAddress(file: 0, number: found.number),
                    reason: "colour interpretation", role: role, isNamed: false)
            }
            let bands = source.bands.map { "\($0.number) \($0.colour)" }.joined(separator: ", ")
            throw SurveyError(
                "catalog \(catalog.name) needs the band '\(role.rawValue)', and \(source.path) does not say which "
                    + "that is (it has: \(bands)); say it, for example --bands \(role.rawValue)=1")
        }
    }

    /// GDAL's name for the colour of a role.
    private static func colour(of role: BandRole) -> String? {
        switch role {
        case .red: "Red"
        case .green: "Green"
        case .blue: "Blue"
        case .alpha: "Alpha"
        default: nil
        }
    }
}
