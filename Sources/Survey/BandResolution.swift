import Catalog
import RasterIO
import RasterModel

/// Which band of the raster each symbol of a catalog stands for, and why.
struct BandResolution: Sendable, Hashable {
    struct Choice: Sendable, Hashable {
        var symbol: String
        var number: Int
        /// For the record: "named on the command line", "colour interpretation", "band number in the catalog".
        var reason: String
        /// nil where the catalog gives a number.
        var role: BandRole?
        /// True where somebody named the band: then it is never taken for alpha.
        var isNamed: Bool
    }

    var choices: [Choice]

    /// - Throws: when a role cannot be found in the raster.
    init(catalog: Catalog, source: RasterSource, named: [BandRole: Int]) throws(SurveyError) {
        // Naming more bands than the catalog uses is fine; naming one that is not there is a mistake.
        if let (role, number) = named.first(where: { $0.value > source.bands.count }) {
            throw SurveyError(
                "--bands says \(role.rawValue)=\(number), but \(source.path) has \(source.bands.count) band(s)")
        }
        var choices: [Choice] = []
        for band in catalog.bands {
            choices.append(try Self.choose(band, catalog: catalog, source: source, named: named))
        }
        self.choices = choices
    }

    /// Bands that are red, green and blue here: as the catalog takes them, else as the file says.
    func colours(of source: RasterSource) -> [Int]? {
        let named = [BandRole.red, .green, .blue].compactMap { role in choices.first { $0.role == role }?.number }
        return named.count == 3 ? named : source.colourBands
    }

    private static func choose(
        _ band: BandSymbol, catalog: Catalog, source: RasterSource, named: [BandRole: Int]
    ) throws(SurveyError) -> Choice {
        switch band.reference {
        case .number(let number):
            return Choice(
                symbol: band.symbol, number: number, reason: "band number in the catalog", role: nil, isNamed: true)
        case .role(let role):
            if let number = named[role] {
                return Choice(
                    symbol: band.symbol, number: number, reason: "named with --bands", role: role, isNamed: true)
            }
            if let colour = colour(of: role), let found = source.bands.first(where: { $0.colour == colour }) {
                return Choice(
                    symbol: band.symbol, number: found.number, reason: "colour interpretation", role: role,
                    isNamed: false)
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
