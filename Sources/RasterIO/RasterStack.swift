public import RasterModel

/// The raster that sets the grid, and the files that bring further bands of the same place.
///
/// A band of another file is brought to the grid by nearest neighbour: each pixel takes the value of the other file's
/// pixel that contains its centre. Pixels outside of the other file are nodata for whoever uses its bands.
public struct RasterStack: Sendable, Hashable {
    /// A file that brings bands, and where the grid's pixels lie in it.
    public struct Other: Sendable, Hashable {
        /// The file as it describes itself.
        public let source: RasterSource
        /// Places of the grid's pixels in the file.
        public let alignment: GridAlignment
    }

    /// The raster that sets the grid: file 0.
    public var base: RasterSource
    /// Files 1 and up.
    public let others: [Other]
    /// What a person says of nodata in place of the files; nil: they say it themselves.
    public internal(set) var given: GivenNodata?

    /// A raster alone.
    public init(_ base: RasterSource) {
        self.base = base
        others = []
    }

    init(_ base: RasterSource, others: [Other]) {
        self.base = base
        self.others = others
    }

    /// The file that an address names.
    public func source(of file: Int) -> RasterSource { file == 0 ? base : others[file - 1].source }

    /// What a person should know of the files, one line each.
    public var notes: [String] { base.notes + others.flatMap(\.source.notes) + (given?.notes ?? []) }

    /// The band at an address.
    ///
    /// - Throws: when the file has no such band.
    public func band(at address: BandAddress) throws(RasterError) -> RasterSource.Band {
        let source = source(of: address.file)
        guard source.bands.indices.contains(address.number - 1) else {
            let count = source.bands.count
            throw RasterError(
                "use", source.path,
                reason: "band \(address.number) is asked for, but it has \(count == 1 ? "one band" : "\(count) bands")",
                advice: "see gdalinfo for what they are, and say which is which with --bands")
        }
        return source.bands[address.number - 1]
    }
}
