import CGDAL
import RasterModel

/// Reads windows through GDAL: any format, any layout.
final class GDALDecoder: WindowDecoder {
    private let path: String
    private let name: String
    private var dataset: GDALDataset
    /// After a failure what was decoded of the block stays in GDAL's caches, and would be handed out the next time without
    /// a word: then the file is opened anew.
    private var isSpoilt = false

    /// - Parameters:
    ///   - path: how the file is called in messages.
    ///   - name: what is opened in its place; nil: the file.
    init(path: String, opening name: String? = nil) throws(RasterError) {
        self.path = path
        let opened = name ?? path
        self.name = opened
        do throws(RasterError) {
            dataset = try NetworkPatience.during(opened) { () throws(RasterError) in try Self.open(opened) }
        } catch {
            throw RasterError(
                error.operation, path, reason: error.reason, advice: error.advice, kind: error.kind)
        }
    }

    /// Opens the file and lets GDAL complain about what it else looks at with the first pixel: where the raster lies.
    private static func open(_ path: String) throws(RasterError) -> GDALDataset {
        let dataset = try GDALDataset(path: path)
        GDALMessages.during { _ in
            _ = unsafe GDALGetSpatialRef(dataset.handle)
            _ = unsafe GDALGetMetadata(dataset.handle, nil)
        }
        return dataset
    }

    func read(_ window: PixelWindow, planes: [Int], into buffer: inout PixelBuffer) throws(RasterError) {
        let type = buffer.type
        var numbers = planes.map(Int32.init)
        try unsafe attempt(window) { handle in
            unsafe buffer.withSampleBytes { bytes in
                unsafe GDALDatasetRasterIOEx(
                    handle, GF_Read, Int32(window.column), Int32(window.row), Int32(window.width),
                    Int32(window.height), bytes, Int32(window.width), Int32(window.height), type.gdalType,
                    Int32(numbers.count), &numbers, Int64(type.size), Int64(type.size * window.width),
                    Int64(type.size * window.count), nil)
            }
        }
    }

    /// Reads the mask of a band: 0 where it says that there is no observation.
    ///
    /// - Parameter index: which mask of the buffer it becomes.
    func readMask(
        of band: Int, _ window: PixelWindow, into buffer: inout PixelBuffer, as index: Int
    ) throws(RasterError) {
        try unsafe readBytes(window, into: &buffer, as: index) {
            unsafe GDALGetMaskBand(GDALGetRasterBand($0, Int32(band)))
        }
    }

    /// Reads a band of bytes as a mask.
    ///
    /// - Parameter index: which mask of the buffer it becomes.
    func readBand(
        _ band: Int, _ window: PixelWindow, into buffer: inout PixelBuffer, as index: Int
    ) throws(RasterError) {
        try unsafe readBytes(window, into: &buffer, as: index) { unsafe GDALGetRasterBand($0, Int32(band)) }
    }

    /// True where a block of a band is not in the file.
    func isMissing(_ block: PixelWindow, of band: Int) -> Bool {
        GDALMessages.during { _ in
            let status = unsafe GDALGetDataCoverageStatus(
                GDALGetRasterBand(dataset.handle, Int32(band)), Int32(block.column), Int32(block.row),
                Int32(block.width), Int32(block.height), 0, nil)
            return status == GDAL_DATA_COVERAGE_STATUS_EMPTY
        }
    }

    private func readBytes(
        _ window: PixelWindow, into buffer: inout PixelBuffer, as index: Int,
        of band: (GDALDatasetH) -> GDALRasterBandH?
    ) throws(RasterError) {
        let start = index * window.count
        try unsafe attempt(window) { handle in
            guard let mask = unsafe band(handle) else { return CE_Failure }
            return unsafe buffer.masks.withUnsafeMutableBytes { bytes in
                unsafe GDALRasterIOEx(
                    mask, GF_Read, Int32(window.column), Int32(window.row), Int32(window.width), Int32(window.height),
                    bytes.baseAddress.map { unsafe $0 + start }, Int32(window.width), Int32(window.height), GDT_Byte, 1,
                    Int64(window.width), nil)
            }
        }
    }

    /// Runs one read, over the network several times where it has to.
    private func attempt(_ window: PixelWindow, _ read: (GDALDatasetH) -> CPLErr) throws(RasterError) {
        try NetworkPatience.during(name) { () throws(RasterError) in
            try unsafe attemptOnce(window, read)
        }
    }

    /// True where blocks of the window are to lie behind the end of the file: no server will hand them out.
    private func endsEarly(_ window: PixelWindow) -> Bool {
        guard let count = NetworkPatience.bytes(of: name), let band = unsafe dataset.band(1) else { return false }
        var (width, height): (Int32, Int32) = (1, 1)
        unsafe GDALGetBlockSize(band, &width, &height)
        let size = unsafe RasterSize(
            width: Int(GDALGetRasterXSize(dataset.handle)), height: Int(GDALGetRasterYSize(dataset.handle)))
        return window.blocks(width: Int(width), height: Int(height), within: size).contains { block in
            let place = "\(block.column / Int(width))_\(block.row / Int(height))"
            guard let start = unsafe Self.number("BLOCK_OFFSET_\(place)", of: band),
                let size = unsafe Self.number("BLOCK_SIZE_\(place)", of: band)
            else { return false }
            return start + size > count
        }
    }

    /// A number that GDAL's reader of TIFFs tells of a block; nil where there is none.
    private static func number(_ item: String, of band: GDALRasterBandH) -> Int? {
        unsafe GDALGetMetadataItem(band, item, "TIFF").flatMap { unsafe Int(String(cString: $0)) }
    }

    /// Runs one read and turns its failure into an error with everything that GDAL said.
    private func attemptOnce(_ window: PixelWindow, _ read: (GDALDatasetH) -> CPLErr) throws(RasterError) {
        if isSpoilt {
            dataset = try Self.open(name)
            isSpoilt = false
        }
        let handle = unsafe dataset.handle
        // Some drivers report a damaged block and still return success.
        let failure = GDALMessages.during { log in
            unsafe read(handle) == CE_None && log.failures.isEmpty
                ? nil : (reason: log.summary(), kind: log.readingKind(of: name))
        }
        guard var failure else { return }
        isSpoilt = true
        if failure.kind == .transient, endsEarly(window) { failure.kind = .refused }
        throw RasterError(
            "read", path, window: window, reason: failure.reason,
            advice: failure.kind == .transient
                ? "it could not be fetched: see whether disk, network and server answer, and run again"
                : "the file is damaged or incomplete: copy it again from its source",
            kind: failure.kind)
    }
}

extension PixelBuffer {
    /// Hands out the raw bytes of the filled array.
    fileprivate mutating func withSampleBytes<R>(_ body: (UnsafeMutableRawPointer?) -> R) -> R {
        switch type {
        case .uint8: unsafe uint8.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .int8: unsafe int8.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .uint16: unsafe uint16.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .int16: unsafe int16.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .uint32: unsafe uint32.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .int32: unsafe int32.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .float32: unsafe float32.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        case .float64: unsafe float64.withUnsafeMutableBytes { unsafe body($0.baseAddress) }
        }
    }
}
