import RasterIO
import RasterModel

/// The bands that a person named, and the files that they come from.
struct NamedBands: Sendable, Hashable {
    let stack: RasterStack
    /// Where each named role is.
    let bands: [BandRole: BandAddress]

    /// Opens every file that is named, once.
    ///
    /// - Parameter nodata: what the person says of nodata in place of the files.
    /// - Throws: when one cannot be opened, or does not fit the raster, or when nodata values are for colours that nobody
    ///   knows.
    init(_ named: [BandRole: NamedBand], base: RasterSource, nodata: NodataValues? = nil) throws {
        var paths: [String] = []
        var bands: [BandRole: BandAddress] = [:]
        for (role, band) in named.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            bands[role] = BandAddress(file: Self.file(of: band, base: base, paths: &paths), number: band.number)
        }
        let stack = try RasterStack(base, others: paths)
        self.bands = bands
        self.stack =
            try nodata.map {
                stack.declaring(
                    $0, colours: $0.single == nil ? try Self.colours(of: stack, bands, for: $0) : [],
                    mask: bands[.alpha])
            } ?? stack
    }

    /// The bands that are known to be red, green and blue, or named so.
    private static func colours(
        of stack: RasterStack, _ named: [BandRole: BandAddress], for nodata: NodataValues
    ) throws -> [BandAddress] {
        let identities = stack.base.identities
        return try [BandRole.red, .green, .blue].map { role in
            if let address = named[role] {
                _ = try stack.band(at: address)
                return address
            }
            guard let own = identities.first(where: { $0.role == role }) else {
                throw SurveyError(
                    "--nodata \(nodata) is for red, green and blue, and no band of \(stack.base.path) is known to be "
                        + "\(role.rawValue); say which is which: --bands red=1,green=2,blue=3")
            }
            return BandAddress(file: 0, number: own.number)
        }
    }

    /// The band that was named as the mask.
    var alpha: BandAddress? { bands[.alpha] }

    /// Naming more bands than are used is fine; naming one that is not there is a mistake.
    func check() throws(SurveyError) {
        for (role, band) in bands.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let source = stack.source(of: band.file)
            guard band.number > source.bands.count else { continue }
            let file = band.file == 0 ? "" : "\(source.path):"
            throw SurveyError(
                "--bands says \(role.rawValue)=\(file)\(band.number), but \(source.path) has "
                    + "\(source.bands.count) band(s)")
        }
    }

    private static func file(of band: NamedBand, base: RasterSource, paths: inout [String]) -> Int {
        guard let path = band.path, path != base.path else { return 0 }
        if let index = paths.firstIndex(of: path) { return index + 1 }
        paths.append(path)
        return paths.count
    }
}
