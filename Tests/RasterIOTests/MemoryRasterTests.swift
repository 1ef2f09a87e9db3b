import RasterModel
import TestSupport
import Testing

@testable import RasterIO

/// A raster in memory is the twin of a file with the same pixels.
@Suite("Rasters in memory")
struct MemoryRasterTests {
    private let folder: ScratchFolder
    private let size = RasterSize(width: 83, height: 61)

    init() throws { folder = try ScratchFolder() }

    static let types: [SampleType] = [.uint8, .int8, .uint16, .int16, .uint32, .int32, .float32, .float64]

    private var grid: RasterGrid {
        let transform = GeoTransform(originX: 500_000, columnX: 2, rowX: 0, originY: 5_400_000, columnY: 0, rowY: -2)
        return RasterGrid(size: size, transform: transform, crs: nil)
    }

    /// Random samples of a type, often the same few, its extremes among them.
    private func samples(_ type: SampleType, _ random: inout SeededGenerator) -> SampleArray {
        let extremes: [SampleType: ClosedRange<Double>] = [
            .uint8: 0...255, .int8: -128...127, .uint16: 0...65_535, .int16: -32_768...32_767,
            .uint32: 0...4_294_967_295, .int32: -2_147_483_648...2_147_483_647, .float32: -1e30...1e30,
            .float64: -1e300...1e300,
        ]
        let range = extremes[type] ?? 0...1
        let isFloat = type == .float32 || type == .float64
        let numbers = (0..<size.count).map { _ -> Double in
            switch Int.random(in: 0..<10, using: &random) {
            case 0: range.lowerBound
            case 1: range.upperBound
            case 2: isFloat ? .nan : 5
            case 3...5: 5
            case 6: isFloat ? 0.125 : 7
            default: Double.random(in: 0...120, using: &random).rounded()
            }
        }
        return SampleArray(numbers, as: type)
    }

    /// Writes a raster as a TIFF: raw bytes under an ENVI header or a VRT, translated by GDAL's own tool.
    private func write(_ raster: MemoryRaster, to name: String, options: [String]) throws -> String {
        let names: [SampleType: String] = [
            .uint8: "Byte", .int8: "Byte", .uint16: "UInt16", .int16: "Int16", .uint32: "UInt32", .int32: "Int32",
            .float32: "Float32", .float64: "Float64",
        ]
        var bands = ""
        for (index, band) in raster.bands.enumerated() {
            let type = band.samples.type
            let raw = try folder.write(band.samples.bytes, to: "\(name)-\(index).raw")
            let sign =
                type == .int8
                ? "<Metadata domain=\"IMAGE_STRUCTURE\"><MDI key=\"PIXELTYPE\">SIGNEDBYTE</MDI></Metadata>" : ""
            let nodata = band.nodata.map { "<NoDataValue>\($0)</NoDataValue>" } ?? ""
            bands += """
                <VRTRasterBand dataType="\(names[type] ?? "")" band="\(index + 1)" subClass="VRTRawRasterBand">\(sign)\
                \(nodata)<ColorInterp>\(band.colour)</ColorInterp>\
                <SourceFilename relativeToVRT="0">\(raw)</SourceFilename><ImageOffset>0</ImageOffset>\
                <PixelOffset>\(type.size)</PixelOffset><LineOffset>\(type.size * size.width)</LineOffset>\
                <ByteOrder>LSB</ByteOrder></VRTRasterBand>
                """
        }
        if let mask = raster.mask {
            let raw = try folder.write(mask, to: "\(name)-mask.raw")
            bands += """
                <MaskBand><VRTRasterBand dataType="Byte" subClass="VRTRawRasterBand">\
                <SourceFilename relativeToVRT="0">\(raw)</SourceFilename><ImageOffset>0</ImageOffset>\
                <PixelOffset>1</PixelOffset><LineOffset>\(size.width)</LineOffset></VRTRasterBand></MaskBand>
                """
        }
        let document = """
            <VRTDataset rasterXSize="\(size.width)" rasterYSize="\(size.height)">\
            <GeoTransform>500000, 2, 0, 5400000, 0, -2</GeoTransform>\(bands)</VRTDataset>
            """
        let mosaic = try folder.write(Array(document.utf8), to: "\(name).vrt")
        try SampleRaster.run(
            "gdal_translate",
            ["-q", "--config", "GDAL_TIFF_INTERNAL_MASK", "YES"] + options + [mosaic, folder.file("\(name).tif")])
        return folder.file("\(name).tif")
    }

    private func windows(_ random: inout SeededGenerator) -> [PixelWindow] {
        [PixelWindow(column: 0, row: 0, width: size.width, height: size.height)]
            + (0..<12).map { _ in
                let column = Int.random(in: 0..<size.width, using: &random)
                let row = Int.random(in: 0..<size.height, using: &random)
                return PixelWindow(
                    column: column, row: row, width: .random(in: 1...(size.width - column), using: &random),
                    height: .random(in: 1...(size.height - row), using: &random))
            }
    }

    /// Compares windows of some bands: samples, masks and what is valid.
    private func expectEqual(
        _ memory: MemoryPixelSource, _ file: FilePixelSource, _ bands: [BandAddress],
        _ random: inout SeededGenerator
    ) throws {
        let readings = try [memory.stack, file.stack].map { stack in
            try ReadSelection([BandSelection(bands, of: stack, named: [])], of: stack)
        }
        #expect(readings[0] == readings[1])
        let readers = try [memory.open(readings[0]), file.open(readings[1])]
        for window in windows(&random) {
            let found = try zip(readers, readings).map { reader, reading in
                var buffer = PixelBuffer()
                try reader.read(window, into: &buffer)
                var validity: [UInt8] = []
                reading.views[0].validity.apply(buffer, into: &validity)
                return validity.map(UInt64.init) + patterns(of: buffer)
            }
            let isEqual = found[0] == found[1]
            #expect(isEqual, "\(window)")
        }
    }

    /// Bit patterns of all samples and the masks, because NaN is not equal to itself.
    private func patterns(of buffer: PixelBuffer) -> [UInt64] {
        let window = buffer.window
        let samples = (0..<buffer.bandCount * window.count).map { index in
            let sample = buffer.sample(
                band: index / window.count, column: index % window.width, row: index % window.count / window.width)
            return sample.isNaN ? 0 : sample.bitPattern
        }
        return samples + buffer.masks.prefix(buffer.maskCount * window.count).map(UInt64.init)
    }

    @Test("Windows are those of a file with the same pixels, whoever decodes it", arguments: types)
    func twins(type: SampleType) throws {
        var random = SeededGenerator(3)
        let bands = (0..<4).map { MemoryRaster.Band(samples(type, &random), nodata: $0 == 1 ? nil : 5) }
        let raster = MemoryRaster(grid: grid, bands: bands)
        let path = try write(
            raster, to: "a", options: ["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=32"])
        let stack = try RasterStack(RasterSource(path: path))
        let memory = try MemoryPixelSource(raster)
        #expect(memory.stack.base.bands.map(\.type) == stack.base.bands.map(\.type))
        for decoder in [RasterReader.Decoder.gdal, .libtiff] {
            try expectEqual(memory, FilePixelSource(stack, decoder: decoder), [1, 3], &random)
        }
    }

    @Test("A mask of the whole raster and an alpha band count")
    func masks() throws {
        var random = SeededGenerator(4)
        let mask = (0..<size.count).map { _ in Bool.random(using: &random) ? UInt8(255) : 0 }
        var bands = ["Red", "Green", "Blue"].map { MemoryRaster.Band(samples(.uint8, &random), colour: $0) }
        let masked = MemoryRaster(grid: grid, bands: bands, mask: mask)
        let stack = try RasterStack(RasterSource(path: write(masked, to: "masked", options: [])))
        for decoder in [RasterReader.Decoder.gdal, .libtiff] {
            try expectEqual(MemoryPixelSource(masked), FilePixelSource(stack, decoder: decoder), [1, 2], &random)
        }
        bands.append(MemoryRaster.Band(.uint8(mask), colour: "Alpha"))
        let withAlpha = MemoryRaster(grid: grid, bands: bands)
        let other = try RasterStack(RasterSource(path: write(withAlpha, to: "alpha", options: [])))
        #expect(other.base.alphaBand == 4)
        for decoder in [RasterReader.Decoder.gdal, .libtiff] {
            try expectEqual(MemoryPixelSource(withAlpha), FilePixelSource(other, decoder: decoder), [2], &random)
        }
    }

    @Test("A band's own mask is 0 where it holds no observation")
    func ownMask() throws {
        var random = SeededGenerator(5)
        let masks = (0..<2).map { _ in (0..<size.count).map { _ in Bool.random(using: &random) ? UInt8(255) : 0 } }
        let source = try MemoryPixelSource(
            MemoryRaster(grid: grid, bands: masks.map { .init(samples(.int16, &random), mask: $0) }))
        let reading = try ReadSelection([BandSelection([2], of: source.stack, named: [])], of: source.stack)
        var buffer = PixelBuffer()
        var validity: [UInt8] = []
        let window = PixelWindow(column: 3, row: 9, width: 40, height: 20)
        try source.open(reading).read(window, into: &buffer)
        reading.views[0].validity.apply(buffer, into: &validity)
        #expect(validity == window.rows.flatMap { row in window.columns.map { masks[1][row * size.width + $0] } })
    }

    @Test("Bands of another raster in memory are brought to the grid as those of a file")
    func others() throws {
        var random = SeededGenerator(6)
        let base = MemoryRaster(grid: grid, bands: [.init(samples(.uint8, &random))])
        let other = MemoryRaster(grid: grid, bands: [.init(samples(.int16, &random), nodata: 5)])
        let stack = try RasterStack(
            RasterSource(path: write(base, to: "base", options: [])), others: [write(other, to: "other", options: [])])
        try expectEqual(
            MemoryPixelSource(base, others: [other]), FilePixelSource(stack), [1, BandAddress(file: 1, number: 1)],
            &random)
    }

    @Test("Damage is an error, or noted where it lies")
    func damage() throws {
        let hole = PixelWindow(column: 10, row: 20, width: 5, height: 3)
        let raster = MemoryRaster(
            name: "field", grid: grid, bands: [.init(.uint8(Array(repeating: 1, count: size.count)))], damage: [hole])
        var buffer = PixelBuffer()
        for keepsGoing in [false, true] {
            let source = try MemoryPixelSource(raster, keepsGoing: keepsGoing)
            let reader = try source.open(
                ReadSelection([BandSelection([1], of: source.stack, named: [])], of: source.stack))
            try reader.read(PixelWindow(column: 0, row: 0, width: 83, height: 20), into: &buffer)
            #expect(buffer.unreadable.isEmpty)
            let window = PixelWindow(column: 12, row: 0, width: 71, height: 61)
            let part = hole.intersection(window)
            if keepsGoing {
                try reader.read(window, into: &buffer)
                #expect(buffer.unreadable == [UnreadablePart(window: part, layers: [.plane(0)])])
            } else {
                let error = #expect(throws: RasterError.self) { try reader.read(window, into: &buffer) }
                #expect(error?.path == "field" && error?.window == part)
            }
        }
    }
}

extension SampleArray {
    /// All samples, low byte first.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .uint8(let samples): samples
        case .int8(let samples): samples.map { UInt8(bitPattern: $0) }
        case .uint16(let samples): samples.flatMap { Self.bytes($0) }
        case .int16(let samples): samples.flatMap { Self.bytes($0) }
        case .uint32(let samples): samples.flatMap { Self.bytes($0) }
        case .int32(let samples): samples.flatMap { Self.bytes($0) }
        case .float32(let samples): samples.flatMap { Self.bytes($0.bitPattern) }
        case .float64(let samples): samples.flatMap { Self.bytes($0.bitPattern) }
        }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
