package import RasterModel

/// The raster that sets the grid, and the files that bring further bands of the same place.
///
/// A band of another file is brought to the grid by nearest neighbour: each pixel takes the value of the other file's
/// pixel that contains its centre. Pixels outside of the other file are nodata for whoever uses its bands.
package struct RasterStack: Sendable, Hashable {
    /// A file that brings bands, and where the grid's pixels lie in it.
    package struct Other: Sendable, Hashable {
        /// The file as it describes itself.
        package let source: RasterSource
        /// Which pixel of the file each pixel of the grid takes.
        package let alignment: GridAlignment
    }

    /// The raster that sets the grid: file 0.
    package var base: RasterSource
    /// Files 1 and up.
    package let others: [Other]
    /// What a person says of nodata in place of the files; nil: they say it themselves.
    package internal(set) var given: GivenNodata?

    /// A raster alone.
    package init(_ base: RasterSource) {
        self.base = base
        others = []
    }

    init(_ base: RasterSource, others: [Other]) {
        self.base = base
        self.others = others
    }

    /// The file that an address names.
    package func source(of file: Int) -> RasterSource { file == 0 ? base : others[file - 1].source }

    /// What a person should know of the files, one line each.
    package var notes: [String] { base.notes + others.flatMap(\.source.notes) + (given?.notes ?? []) }

    /// The band at an address.
    ///
    /// - Throws: when the file has no such band.
    package func band(at address: BandAddress) throws(RasterError) -> RasterSource.Band {
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
