import CGDAL
import CTIFF
import Foundation
import RasterModel

extension RasterSource {
    /// Opens a raster and notes what it is.
    ///
    /// - Parameter path: any name that GDAL opens.
    /// - Throws: when GDAL cannot open it, or when it has no raster bands or only ground control points.
    package init(path: String) throws(RasterError) {
        try OneTimeInput.check(path)
        try Self.checkFile(path)
        try NetworkPatience.await(path)
        let path = try RasterArchive.raster(in: path)
        // What GDAL says of tags and side files that do not matter here stays unsaid.
        self = try GDALMessages.during { _ throws(RasterError) in try RasterSource(opening: path) }
    }

    private init(opening path: String) throws(RasterError) {
        // Before it is opened: what changes while it is being opened has changed.
        let own = InputFile(behind: path)
        let mosaic = try MosaicSources(of: path)
        let dataset = try Self.open(path)
        let handle = unsafe dataset.handle
        let count = unsafe Int(GDALGetRasterCount(handle))
        guard count > 0 else { throw unsafe Self.noBands(path, handle: handle) }
        let size = unsafe RasterSize(width: Int(GDALGetRasterXSize(handle)), height: Int(GDALGetRasterYSize(handle)))
        guard size.width > 0, size.height > 0 else {
            throw RasterError("open", path, reason: "the raster is \(size.width) x \(size.height) pixels")
        }
        let grid = RasterGrid(
            size: size, transform: unsafe Self.transform(of: handle),
            crs: try unsafe CoordinateReference(of: handle, path: path))
        try unsafe Self.checkGeoreference(grid, handle: handle, path: path)
        let bands = (1...count).compactMap { Band(dataset: dataset, number: $0) }
        guard bands.count == count else { throw RasterError("open", path, reason: "a band cannot be opened") }
        let metadata = RasterMetadata(dataset, path: path)
        let driver =
            unsafe GDALGetDatasetDriver(handle).flatMap { unsafe GDALGetDriverShortName($0) }
            .map { unsafe String(cString: $0) } ?? ""
        try BlockFacts(dataset).check(size, bandCount: count, path: path)
        self.init(
            path: path, driver: driver, grid: grid, bands: bands,
            layout: Layout(dataset: dataset, path: path, driver: driver, size: size, bands: bands),
            fileSize: FileFacts.size(of: path), sensor: metadata.sensor)
        self.bands = metadata.describing(bands, dataset)
        layout.mosaicDepth = mosaic.depth
        files = unsafe (own.map { [$0] } ?? []) + Self.files(beside: path, sources: mosaic.names, of: handle)
        try unsafe checkLength(handle)
        notes = try
            unsafe (Self.pages(handle) + missingBlocks() + impossibleNodata
            + Self.unusedGeoreferences(grid, handle: handle)).map { "\(path): \($0)" }
        if driver == "VRT" { describe(mosaic) }
        noteAsOpened()
    }

    /// Some rasters are folders of files; of the others GDAL would only say that it knows no such format.
    private static func open(_ path: String) throws(RasterError) -> GDALDataset {
        do throws(RasterError) {
            let dataset = try NetworkPatience.during(path) { () throws(RasterError) in try GDALDataset(path: path) }
            if let refusal = ForeignFormat.refusalOfPhoto(path) { throw refusal }
            return dataset
        } catch {
            guard FileFacts.kind(of: path) == .directory else {
                // Where a driver knows the file, what it says of it counts.
                let isKnown = !error.reason.contains("not recognized as a supported file format")
                throw isKnown ? error : ForeignFormat.refusal(of: path) ?? error
            }
            throw RasterError(
                "open", path, reason: "it is a folder, and none that GDAL takes for a raster",
                advice: "name the raster file in it")
        }
    }

    static let takenForZeros = "are taken for zeros"

    /// What to say of blocks that are not in the file: where no value means nodata, they are zeros.
    private func missingBlocks() throws(RasterError) -> [String] {
        guard driver == "GTiff", let blocks = try TIFFChunks.missing(path: path), blocks.missing > 0,
            bands.contains(where: { $0.nodata == nil })
        else { return [] }
        return [
            "\(blocks.missing) of its \(blocks.all) blocks are not in the file and \(Self.takenForZeros) (a file that was not "
                + "written to its end looks like this)"
        ]
    }

    /// Says what GDAL would only hint at.
    private static func checkFile(_ path: String) throws(RasterError) {
        guard !path.hasPrefix("/vsi"), !path.hasPrefix("<"), !path.contains(":") else { return }
        switch FileFacts.kind(of: path) {
        case .missing: throw RasterError.missing(path)
        case .directory where FileFacts.isEmptyDirectory(path):
            throw RasterError("open", path, reason: "it is an empty folder", advice: "name the raster file in it")
        case .file where FileFacts.size(of: path) == 0: throw RasterError("open", path, reason: "the file is empty")
        default: return
        }
    }

    private static func noBands(_ path: String, handle: GDALDatasetH) -> RasterError {
        let names = unsafe subdatasets(handle)
        guard let first = names.first else {
            return ForeignFormat.refusal(of: path) ?? RasterError("open", path, reason: "it holds no raster bands")
        }
        return RasterError(
            "open", path, reason: "it holds \(names.count) subdatasets and no bands of its own",
            advice: "name one of them, for example '\(first)'")
    }

    /// What to say of a file with several pictures of which GDAL opens the first.
    private static func pages(_ handle: GDALDatasetH) -> [String] {
        let names = unsafe subdatasets(handle)
        guard names.count > 1, let last = names.last else { return [] }
        return [
            "the file holds \(names.count) pictures, and the first is used; name another if you mean it, as '\(last)'"
        ]
    }

    private static func subdatasets(_ handle: GDALDatasetH) -> [String] {
        guard let list = unsafe GDALGetMetadata(handle, "SUBDATASETS") else { return [] }
        var names: [String] = []
        var index = 0
        while let item = unsafe list[index] {
            let text = unsafe String(cString: item)
            if let equals = text.firstIndex(of: "="), text[..<equals].hasSuffix("_NAME") {
                names.append(String(text[text.index(after: equals)...]))
            }
            index += 1
        }
        return names
    }

    private static func transform(of handle: GDALDatasetH) -> GeoTransform? {
        var numbers: [6 of Double] = [0, 0, 0, 0, 0, 0]
        var span = numbers.mutableSpan
        let status = unsafe span.withUnsafeMutableBufferPointer { unsafe GDALGetGeoTransform(handle, $0.baseAddress) }
        // The identity is what readers hand out where a file has no transform.
        guard status == CE_None, numbers[0] != 0 || numbers[3] != 0 || numbers[1] != 1 || numbers[5].magnitude != 1
        else { return nil }
        return GeoTransform(
            originX: numbers[0], columnX: numbers[1], rowX: numbers[2], originY: numbers[3], columnY: numbers[4],
            rowY: numbers[5])
    }
}

extension RasterSource.Band {
    fileprivate init?(dataset: borrowing GDALDataset, number: Int) {
        guard let band = unsafe dataset.band(number) else { return nil }
        let gdalType = unsafe GDALGetRasterDataType(band)
        self.init(
            number: number, type: unsafe SampleType(gdalType, band: band),
            typeName: unsafe GDALGetDataTypeName(gdalType).map { unsafe String(cString: $0) } ?? "unknown",
            colour: unsafe GDALGetColorInterpretationName(GDALGetRasterColorInterpretation(band))
                .map { unsafe String(cString: $0) } ?? "Undefined",
            nodata: unsafe Self.nodata(of: band), scaling: unsafe Self.scaling(of: band),
            mask: unsafe Self.mask(of: band))
        if scaling != nil { scalingReason = "scale and offset of the file" }
    }

    private static func nodata(of band: GDALRasterBandH) -> Double? {
        var isSet: Int32 = 0
        // 64-bit integers have their own functions; the values are read as doubles, so is their nodata.
        switch unsafe GDALGetRasterDataType(band) {
        case GDT_Int64:
            let value = unsafe GDALGetRasterNoDataValueAsInt64(band, &isSet)
            return isSet != 0 ? Double(value) : nil
        case GDT_UInt64:
            let value = unsafe GDALGetRasterNoDataValueAsUInt64(band, &isSet)
            return isSet != 0 ? Double(value) : nil
        default:
            let value = unsafe GDALGetRasterNoDataValue(band, &isSet)
            return isSet != 0 ? value : nil
        }
    }

    private static func scaling(of band: GDALRasterBandH) -> BandScaling? {
        var hasScale: Int32 = 0
        var hasOffset: Int32 = 0
        let scale = unsafe GDALGetRasterScale(band, &hasScale)
        let offset = unsafe GDALGetRasterOffset(band, &hasOffset)
        let scaling = BandScaling(scale: hasScale != 0 ? Float(scale) : 1, offset: hasOffset != 0 ? Float(offset) : 0)
        return scaling == BandScaling(scale: 1, offset: 0) ? nil : scaling
    }

    private static func mask(of band: GDALRasterBandH) -> RasterSource.MaskSource {
        let flags = unsafe GDALGetMaskFlags(band)
        if flags & (GMF_ALL_VALID | GMF_ALPHA) != 0 { return .none }
        // Nodata over all bands at once is GDAL's own rule (NODATA_VALUES); a band's nodata value is ours.
        if flags & GMF_PER_DATASET != 0 { return .dataset }
        return flags & GMF_NODATA != 0 ? .none : .band
    }
}

extension SampleType {
    /// The type in which samples of a band are kept; 64-bit integers are kept as doubles.
    fileprivate init?(_ type: GDALDataType, band: GDALRasterBandH) {
        switch type {
        case GDT_Byte:
            self = unsafe Self.isSigned(band) ? .int8 : .uint8
        case GDT_UInt16: self = .uint16
        case GDT_Int16: self = .int16
        case GDT_UInt32: self = .uint32
        case GDT_Int32: self = .int32
        case GDT_Float32: self = .float32
        case GDT_Float64, GDT_Int64, GDT_UInt64: self = .float64
        case Self.gdalInt8: self = .int8
        default: return nil
        }
    }

    /// Before 3.7 GDAL tells signed bytes by a tag. It leaves the tag on colours (CMYK, YCbCr ...) that it has converted to
    /// red, green and blue from 0 to 255.
    private static func isSigned(_ band: GDALRasterBandH) -> Bool {
        guard let sign = unsafe GDALGetMetadataItem(band, "PIXELTYPE", "IMAGE_STRUCTURE"),
            unsafe String(cString: sign) == "SIGNEDBYTE"
        else { return false }
        let dataset = unsafe GDALGetBandDataset(band)
        return unsafe GDALGetMetadataItem(dataset, "SOURCE_COLOR_SPACE", "IMAGE_STRUCTURE") == nil
    }

    /// GDT_Int8, which GDAL has from 3.7 on.
    private static let gdalInt8 = GDALDataType(rawValue: 14)

    /// The type to ask GDAL for. Before 3.7 signed bytes come as bytes and are read as signed.
    var gdalType: GDALDataType {
        switch self {
        case .uint8: GDT_Byte
        case .int8: GDALLibrary.hasSignedBytes ? Self.gdalInt8 : GDT_Byte
        case .uint16: GDT_UInt16
        case .int16: GDT_Int16
        case .uint32: GDT_UInt32
        case .int32: GDT_Int32
        case .float32: GDT_Float32
        case .float64: GDT_Float64
        }
    }
}

extension RasterSource.Layout {
    fileprivate init(
        dataset: borrowing GDALDataset, path: String, driver: String, size: RasterSize, bands: [RasterSource.Band]
    ) {
        let own = BlockFacts(dataset)
        self.init(
            blockWidth: own.width, blockHeight: own.height, isTiled: own.width < size.width,
            isPlainTIFF: driver == "GTiff" && TIFFChunks.canDecode(path: path, size: size, bands: bands),
            isPixelInterleaved: own.isPixelInterleaved, decodedBytes: own.decodedBytes)
        let memory = DecoderMemory(
            dataset, path: path, driver: driver, hasMask: bands.contains { $0.mask != .none })
        (packedBytes, heldBytes, maskBytes) = (memory.packed, memory.held, memory.mask)
        if isPlainTIFF, !isTiled { stripHeight = TIFFChunks.chunkHeight(path: path) }
        guard driver == "VRT" else { return }
        Self.forEachSource(of: dataset, path: path) { facts, memory in
            sourceNodata = sourceNodata ?? facts.nodata
            hasSourceMasks = hasSourceMasks || facts.hasMask
            decodedBytes = max(decodedBytes, facts.decodedBytes)
            heldBytes = max(heldBytes, memory.held + memory.mask)
            // Strips are decoded once only when the mosaic is read in bands of rows.
            if facts.isStriped {
                isTiled = false
                blockWidth = size.width
                blockHeight = max(blockHeight, min(facts.height, size.height))
            }
        }
    }

    /// What the files of a mosaic are like. The first hundred speak for all: mosaics are made of files of one kind.
    private static func forEachSource(
        of dataset: borrowing GDALDataset, path: String, _ body: (BlockFacts, DecoderMemory) -> Void
    ) {
        guard let list = unsafe GDALGetFileList(dataset.handle) else { return }
        defer { unsafe CSLDestroy(list) }
        var index = 0
        while index < 100, let item = unsafe list[index] {
            let name = unsafe String(cString: item)
            if name != path, let source = try? GDALDataset(path: name) {
                let driver =
                    unsafe GDALGetDatasetDriver(source.handle).flatMap { unsafe GDALGetDriverShortName($0) }
                    .map { unsafe String(cString: $0) } ?? ""
                body(BlockFacts(source), DecoderMemory(source, path: name, driver: driver, hasMask: true))
            }
            index += 1
        }
    }
}

/// How one file is cut into blocks.
private struct BlockFacts {
    var width: Int
    var height: Int
    var isPixelInterleaved: Bool
    var decodedBytes: Int
    /// Blocks as wide as the raster, several of them or one large one.
    var isStriped: Bool
    /// As text; nil where the first band declares none.
    var nodata: String?
    /// True where a mask or an alpha band says which pixels count.
    var hasMask = false

    /// A size that no raster has and no memory holds would only be an overflow later on.
    func check(_ size: RasterSize, bandCount: Int, path: String) throws(RasterError) {
        let samples = Double(bandCount) * 8
        let row = Double(size.width) * Double(max(512, height)) * samples
        guard size.count <= 1 << 46, row <= 0x1p50, Double(width) * Double(height) * samples <= 0x1p40 else {
            throw RasterError(
                "open", path,
                reason: "it claims \(size.width) x \(size.height) pixels in \(bandCount) bands and blocks of "
                    + "\(width) x \(height), which no machine can hold",
                advice: "the file is damaged, or made to do harm")
        }
    }

    init(_ dataset: borrowing GDALDataset) {
        var (width, height): (Int32, Int32) = (0, 0)
        var sampleBytes = 1
        if let band = unsafe dataset.band(1) {
            unsafe GDALGetBlockSize(band, &width, &height)
            sampleBytes = unsafe Int(GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band)))
            var isSet: Int32 = 0
            let value = unsafe GDALGetRasterNoDataValue(band, &isSet)
            nodata = isSet != 0 ? shortNumber(value) : nil
            hasMask = unsafe GDALGetMaskFlags(band) & GMF_PER_DATASET != 0
        }
        self.width = max(1, Int(width))
        self.height = max(1, Int(height))
        let interleave = unsafe GDALGetMetadataItem(dataset.handle, "INTERLEAVE", "IMAGE_STRUCTURE")
        isPixelInterleaved = unsafe interleave.map { unsafe String(cString: $0) } == "PIXEL"
        let bands = isPixelInterleaved ? unsafe Int(GDALGetRasterCount(dataset.handle)) : 1
        // Absurd products of a mosaic's sources are as good as the largest number that can be added up.
        let product = Double(self.width) * Double(self.height) * Double(sampleBytes * bands)
        decodedBytes = Int(min(product, 0x1p50))
        isStriped = unsafe self.width >= Int(GDALGetRasterXSize(dataset.handle)) && self.width > 512
    }
}
