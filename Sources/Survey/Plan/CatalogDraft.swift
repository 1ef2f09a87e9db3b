import Catalog
import RasterIO
import RasterModel

/// A catalog whose bands have been found: what has to be known of all catalogs before one reading is planned for them.
struct CatalogDraft: Sendable {
    let catalog: Catalog
    let bands: BandResolution
    let selection: BandSelection

    /// - Parameter countsObjects: true where what objects tell is needed too.
    init(_ catalog: Catalog, named: NamedBands, countsObjects: Bool = false) throws {
        self.catalog = catalog
        try named.check()
        bands = try BandResolution(catalog: catalog, stack: named.stack, named: named.bands)
        selection = try BandSelection(
            bands.choices.map(\.band), of: named.stack, named: bands.named(named.bands), colours: bands.colours,
            alpha: named.alpha)
        try check(catalog.indices(counting: countsObjects), of: named.stack)
    }

    /// Raw numbers in place of reflectance give another index without any sign of it, so they are refused.
    private func check(_ indices: [UsedIndex], of stack: RasterStack) throws {
        let used = try bands.choices.map { choice in
            (band: try stack.band(at: choice.band), source: stack.source(of: choice.band.file))
        }
        for index in indices {
            switch index.needs {
            case .reflectance:
                guard let raw = used.lazy.compactMap({ RawNumbers($0.source, $0.band) }).first else { continue }
                throw raw.refusal(of: index.name)
            case .eightBit:
                guard let other = used.first(where: { $0.band.type != .uint8 || $0.band.scaling != nil })
                else { continue }
                throw SurveyError(
                    "\(index.name) is made for numbers 0 to 255, and band \(other.band.number) of \(other.source.path) holds "
                        + "\(other.band.typeName) numbers; use another index")
            case nil: continue
            }
        }
    }
}
