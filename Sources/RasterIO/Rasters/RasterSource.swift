package import RasterModel

/// What is known of a raster after opening it once: plain values, so that every thread can open its own handle.
package struct RasterSource: Sendable, Hashable {
    /// One band as the file describes it.
    package struct Band: Sendable, Hashable {
        /// Counted from 1.
        package var number: Int
        /// nil for types that hold no single real number (complex).
        package var type: SampleType?
        /// GDAL's name of the type, for messages.
        package var typeName: String
        /// GDAL's colour interpretation, for example "Red", "Alpha", "Undefined".
        package var colour: String
        /// The stored number that means "no data"; nil where the band names none.
        package var nodata: Double?
        /// nil where the stored number is the measured one.
        package var scaling: BandScaling?
        /// Where further invalid pixels are told.
        package var mask: MaskSource
        /// What the file calls the band: its description, then names among its metadata.
        package var names: [BandFacts.Name] = []
        /// Centre of the band in nanometres; nil where the metadata tell none.
        package var wavelength: Double?
        /// Where the scaling comes from; nil where there is none.
        package var scalingReason: String?

        /// What the file says of the band, for its recognition.
        var facts: BandFacts {
            BandFacts(number: number, names: names, wavelength: wavelength, colour: colour, type: type)
        }

        /// True for integers that nothing turns into a measured quantity.
        package var isRawInteger: Bool { type != .float32 && type != .float64 && scaling == nil }
    }

    /// Where a band's mask of valid pixels comes from, besides nodata values and alpha bands.
    package enum MaskSource: Sendable, Hashable {
        case none
        /// One mask for the whole raster: internal, a .msk file, or nodata over all bands at once.
        case dataset
        /// The band's own mask.
        case band
    }

    /// How the file lays out its samples.
    package struct Layout: Sendable, Hashable {
        /// Columns of a block: a tile, or a strip as wide as the raster.
        package var blockWidth: Int
        /// Rows of a block.
        package var blockHeight: Int
        /// True where blocks do not span the raster's width.
        package var isTiled: Bool
        /// True where libtiff can decode the blocks itself.
        package var isPlainTIFF: Bool
        /// True where one block holds all bands of its pixels.
        package var isPixelInterleaved: Bool
        /// Bytes that decoding needs at once: the largest block, in all its bands, of the file or of the files that a
        /// mosaic (VRT) is made of.
        package var decodedBytes: Int
        /// Rows of a strip of a TIFF, which libtiff decodes whole, where GDAL shows shorter blocks.
        package var stripHeight: Int?
        /// Bytes of the largest block as it is packed in the file: decoders read it whole.
        package var packedBytes = 0
        /// Bytes that each open handle keeps beside blocks: packed blocks, whole pictures in formats that are decoded at
        /// once, the coefficients of progressive ones. Of a mosaic (VRT) those of its sources.
        package var heldBytes = 0
        /// The same for the mask.
        package var maskBytes = 0
        /// How deep mosaics (VRT) stand in mosaics: 0 for any other raster, 1 for a mosaic of plain ones.
        package var mosaicDepth = 0
        /// What the files of a mosaic declare as nodata, as text: the first that does.
        var sourceNodata: String?
        /// True where a file of a mosaic has a mask or an alpha band.
        var hasSourceMasks = false
    }

    /// The name that GDAL opened: a path, or whatever else it understands.
    package var path: String
    /// GDAL's short name of the format, for example "GTiff".
    package var driver: String
    /// Size, position and CRS.
    package var grid: RasterGrid
    /// All bands in the order of their numbers.
    package var bands: [Band]
    /// Blocks of the file, which tiles follow.
    package var layout: Layout
    /// Size of the file in bytes; nil where the name is not a local file.
    package var fileSize: Int?
    /// What the file says of the instrument and the product.
    package var sensor = SensorFacts()
    /// What to open for reading pixels; nil: `path`.
    var openedName: String?
    /// True where blocks that the file leaves out take the nodata value that somebody gives.
    var fillsMissingBlocks = false
    /// Where a mosaic (VRT) has no source; nil for all else, and where it has sources everywhere.
    var coverage: MosaicCoverage?
    /// Files that a mosaic names and that are not there.
    package var missingSources: [String] = []
    /// What a person should know of the file, one line each: for example that it has further pages.
    package var notes: [String] = []
    /// The local files that it is made of, as they were when it was opened.
    package var files: [InputFile] = []
    /// One: this source without `files`, as the file described itself when it was opened. What a person says of it later
    /// changes the source and not this.
    private(set) var asOpened: [RasterSource] = []

    /// True where no file holds it: `MemoryRaster`.
    var isInMemory: Bool { driver == MemoryRaster.driver }

    /// Notes that all that is known so far comes from the file.
    mutating func noteAsOpened() {
        var bare = self
        (bare.files, bare.asOpened) = ([], [])
        asOpened = [bare]
    }

    /// What each band measures, as far as the file tells, in the order of the bands.
    package var identities: [BandIdentity] { recognition.identities }

    /// What each band measures, and the instrument that the bands tell.
    package var recognition: BandRecognition { BandRecognition(bands.map(\.facts), sensor: sensor) }

    /// Bands that the file flags as red, green and blue, where it flags all three.
    package var colourBands: [Int]? {
        let numbers = ["Red", "Green", "Blue"].compactMap { name in bands.first { $0.colour == name }?.number }
        return numbers.count == 3 ? numbers : nil
    }

    /// The number of the band that holds the opacity of the pixels: flagged so, or named so. Near infrared that is flagged
    /// as alpha and named for what it is does not count.
    package var alphaBand: Int? { alphaBand(besides: []) }

    /// The same where somebody has said of some bands that they are something else.
    package func alphaBand(besides others: Set<Int>) -> Int? {
        let facts = bands.filter { !others.contains($0.number) }.map(\.facts)
        return BandRecognition(facts, sensor: sensor).identities.first { $0.role == .alpha }?.number
    }
}
