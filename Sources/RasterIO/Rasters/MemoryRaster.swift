package import RasterModel

/// A raster whose pixels are held in memory. Everything that is planned from a file (bands, masks, nodata, windows) can
/// be planned from it, and `MemoryPixelSource` reads it.
package struct MemoryRaster: Sendable, Hashable {
    /// One band.
    package struct Band: Sendable, Hashable {
        /// A sample for each pixel, row-major.
        package var samples: SampleArray
        /// The stored number that means "no data"; nil where there is none.
        package var nodata: Double?
        /// nil where the stored number is the measured one.
        package var scaling: BandScaling?
        /// GDAL's colour interpretation, for example "Red", "Alpha", "Undefined".
        package var colour: String
        /// What the band is called, the most telling name first.
        package var names: [BandFacts.Name]
        /// Centre of the band in nanometres; nil where nobody says.
        package var wavelength: Double?
        /// One byte for each pixel, row-major: 0 where the band holds no observation. nil where it has no mask of its
        /// own.
        package var mask: [UInt8]?

        /// A band from its parts; see the properties.
        package init(
            _ samples: SampleArray, nodata: Double? = nil, scaling: BandScaling? = nil, colour: String = "Undefined",
            names: [BandFacts.Name] = [], wavelength: Double? = nil, mask: [UInt8]? = nil
        ) {
            self.samples = samples
            self.nodata = nodata
            self.scaling = scaling
            self.colour = colour
            self.names = names
            self.wavelength = wavelength
            self.mask = mask
        }
    }

    /// In place of a format.
    static let driver = "MEM"

    /// How messages call it.
    package let name: String
    /// Size, position and CRS.
    package let grid: RasterGrid
    /// In the order of their numbers, the first of which is 1.
    package let bands: [Band]
    /// One byte for each pixel, row-major: 0 where no band holds an observation; nil: there is no such mask.
    package let mask: [UInt8]?
    /// Pixels that cannot be read, as if the file were damaged there.
    package let damage: [PixelWindow]

    /// A raster from its parts; see the properties.
    ///
    /// - Parameters:
    ///   - bands: at least one; samples and masks have one element for each pixel of the grid.
    ///   - mask: with it no band has a mask of its own.
    package init(
        name: String = "memory", grid: RasterGrid, bands: [Band], mask: [UInt8]? = nil, damage: [PixelWindow] = []
    ) {
        precondition(!bands.isEmpty && grid.size.count > 0)
        precondition(bands.allSatisfy { $0.samples.count == grid.size.count })
        let masks = bands.map(\.mask) + [mask]
        precondition(masks.allSatisfy { $0.map { $0.count == grid.size.count } ?? true })
        precondition(mask == nil || bands.allSatisfy { $0.mask == nil })
        self.name = name
        self.grid = grid
        self.bands = bands
        self.mask = mask
        self.damage = damage
    }

    /// All its pixels.
    var window: PixelWindow { PixelWindow(column: 0, row: 0, width: grid.size.width, height: grid.size.height) }

    /// What is known of it, as of a file that has been opened once. It has blocks of 256 x 256 pixels.
    package var source: RasterSource {
        let side = 256
        let bands = bands.enumerated().map { index, band in
            RasterSource.Band(
                number: index + 1, type: band.samples.type, typeName: band.samples.type.gdalName, colour: band.colour,
                nodata: band.nodata, scaling: band.scaling,
                mask: mask != nil ? .dataset : band.mask != nil ? .band : .none, names: band.names,
                wavelength: band.wavelength, scalingReason: band.scaling == nil ? nil : "scale and offset of the raster"
            )
        }
        let sampleBytes = bands.compactMap { $0.type?.size }.max() ?? 1
        return RasterSource(
            path: name, driver: Self.driver, grid: grid, bands: bands,
            layout: RasterSource.Layout(
                blockWidth: min(side, grid.size.width), blockHeight: min(side, grid.size.height),
                isTiled: grid.size.width > side, isPlainTIFF: false, isPixelInterleaved: false,
                decodedBytes: side * side * sampleBytes),
            fileSize: nil)
    }
}

extension SampleType {
    /// GDAL's name of the type.
    fileprivate var gdalName: String {
        switch self {
        case .uint8: "Byte"
        case .int8: "Int8"
        case .uint16: "UInt16"
        case .int16: "Int16"
        case .uint32: "UInt32"
        case .int32: "Int32"
        case .float32: "Float32"
        case .float64: "Float64"
        }
    }
}
