import RasterIO
import RasterModel

/// The bands that a person named, and the files that they come from.
struct NamedBands: Sendable, Hashable {
    let stack: RasterStack
    /// Where each named role is.
    let bands: [BandRole: BandAddress]

    /// Opens every file that is named, once.
    ///
    /// - Throws: when one cannot be opened, or does not fit the raster.
    init(_ named: [BandRole: NamedBand], base: RasterSource) throws(RasterError) {
        var paths: [String] = []
        var bands: [BandRole: BandAddress] = [:]
        for (role, band) in named.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            bands[role] = BandAddress(file: Self.file(of: band, base: base, paths: &paths), number: band.number)
        }
        stack = try RasterStack(base, others: paths)
        self.bands = bands
    }

    private static func file(of band: NamedBand, base: RasterSource, paths: inout [String]) -> Int {
        guard let path = band.path, path != base.path else { return 0 }
        if let index = paths.firstIndex(of: path) { return index + 1 }
        paths.append(path)
        return paths.count
    }
}
