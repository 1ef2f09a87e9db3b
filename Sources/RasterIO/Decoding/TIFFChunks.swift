import CTIFF
import Foundation
import RasterModel

/// A local TIFF opened for decoding its tiles or strips ("chunks") one at a time. Belongs to one thread.
@safe
struct TIFFChunks: ~Copyable {
    private let handle: OpaquePointer
    private let log: UnsafeMutablePointer<quadrat_tiff_log>
    let layout: TIFFLayout
    /// For DEFLATE; nil for other codecs.
    private let inflater: ChunkInflater?

    init(path: String) throws(RasterError) {
        let log = UnsafeMutablePointer<quadrat_tiff_log>.allocate(capacity: 1)
        unsafe log.initialize(to: quadrat_tiff_log())
        errno = 0
        // "m": without mapping the file, which would count as resident memory. "DO": the table of blocks is read where it
        // is looked at, not whole.
        guard let handle = unsafe quadrat_tiff_open(path, "rmDO", log) else {
            let number = errno
            let reason = unsafe log.pointee.message
            unsafe log.deallocate()
            throw RasterError("open", path, reason: reason, kind: Self.kind(errno: number))
        }
        let layout = unsafe TIFFLayout(handle: handle)
        let inflater = layout?.isDeflate == true ? try? ChunkInflater() : nil
        guard let layout, !layout.isDeflate || inflater != nil else {
            unsafe TIFFClose(handle)
            unsafe log.deallocate()
            let reason = layout == nil ? "its layout is not one that libtiff decodes for us" : "there is no memory left"
            throw RasterError("read", path, reason: reason, kind: layout == nil ? .refused : .transient)
        }
        unsafe self.handle = unsafe handle
        unsafe self.log = unsafe log
        self.layout = layout
        self.inflater = inflater
    }

    deinit {
        unsafe TIFFClose(handle)
        unsafe log.deallocate()
    }

    /// True where the file is a TIFF whose samples libtiff hands out as they are: no colour conversion, whole bytes,
    /// the same bands that GDAL sees, chunks that fit into memory.
    static func canDecode(path: String, size: RasterSize, bands: [RasterSource.Band]) -> Bool {
        guard FileFacts.kind(of: path) == .file, let file = try? TIFFChunks(path: path) else { return false }
        let layout = file.layout
        return layout.size == size && layout.samplesPerPixel == bands.count
            && bands.allSatisfy { $0.type == layout.type && $0.typeName != "Int64" && $0.typeName != "UInt64" }
    }

    /// Opens a local TIFF for what its tables say, and closes it; nil for what is none. The handle and libtiff's words are
    /// valid only in `body`.
    private static func reading<Result, Failure: Error>(
        _ path: String, _ body: (OpaquePointer, UnsafePointer<quadrat_tiff_log>) throws(Failure) -> Result?
    ) throws(Failure) -> Result? {
        guard FileFacts.kind(of: path) == .file else { return nil }
        let log = UnsafeMutablePointer<quadrat_tiff_log>.allocate(capacity: 1)
        unsafe log.initialize(to: quadrat_tiff_log())
        defer { unsafe log.deallocate() }
        guard let handle = unsafe quadrat_tiff_open(path, "rmDO", log) else { return nil }
        defer { unsafe TIFFClose(handle) }
        return try unsafe body(handle, log)
    }

    /// How many of a TIFF's chunks are not in the file, and of how many; nil for what is no local TIFF. In files of more
    /// than a hundred thousand chunks some of them speak for all.
    ///
    /// - Throws: when the table that says where chunks begin cannot be read, or is none: GDAL would take the file's head
    ///   for pixels.
    static func missing(path: String) throws(RasterError) -> (missing: Int, all: Int)? {
        try unsafe reading(path) { handle, log throws(RasterError) in
            let count = unsafe TIFFIsTiled(handle) != 0 ? TIFFNumberOfTiles(handle) : TIFFNumberOfStrips(handle)
            guard count > 0 else { return nil }
            func isMissing(_ chunk: UInt32) throws(RasterError) -> Bool {
                var (first, second): (Int32, Int32) = (0, 0)
                let size = unsafe TIFFGetStrileByteCountWithErr(handle, chunk, &first)
                let offset = unsafe TIFFGetStrileOffsetWithErr(handle, chunk, &second)
                guard first == 0, second == 0, (offset > 0) == (size > 0) else {
                    throw RasterError(
                        "read", path,
                        reason: unsafe "its table of blocks is damaged at block \(chunk) (\(log.pointee.message))",
                        advice: "the file is damaged or incomplete: copy it again from its source")
                }
                return size == 0
            }
            let step = 1 + Int(count) / 100_000
            var missing = 0
            for chunk in stride(from: 0, to: count, by: step) where try isMissing(chunk) { missing += step }
            _ = try isMissing(count - 1)
            return (min(missing, Int(count)), Int(count))
        }
    }

    /// Bytes of a TIFF's largest block as it is packed in the file, of its pictures and of its masks; 0 for what is no local
    /// TIFF. In files of very many blocks some of them speak for all.
    ///
    /// - Parameter allPages: the pages after the first, too.
    static func packedBytes(path: String, allPages: Bool) -> (picture: Int, mask: Int) {
        var largest = (picture: 0, mask: 0)
        let _: Void? = unsafe reading(path) { handle, _ in
            // Masks stand behind the overviews.
            for page in 0..<64 {
                var kind: UInt32 = 0
                _ = unsafe quadrat_tiff_get_long(handle, UInt32(TIFFTAG_SUBFILETYPE), &kind)
                let isReduced = Int32(kind) & FILETYPE_REDUCEDIMAGE != 0
                if !isReduced, Int32(kind) & FILETYPE_MASK != 0 {
                    largest.mask = max(largest.mask, unsafe largestChunk(handle))
                } else if page == 0 || (allPages && !isReduced) {
                    largest.picture = max(largest.picture, unsafe largestChunk(handle))
                }
                guard unsafe TIFFReadDirectory(handle) != 0 else { break }
            }
        }
        return largest
    }

    private static func largestChunk(_ handle: OpaquePointer) -> Int {
        let count = unsafe TIFFIsTiled(handle) != 0 ? TIFFNumberOfTiles(handle) : TIFFNumberOfStrips(handle)
        var largest = 0
        for chunk in stride(from: 0, to: count, by: 1 + Int(count) / 100_000) {
            // A damaged table is found where the raster is opened.
            var failed: Int32 = 0
            largest = max(largest, unsafe Int(clamping: TIFFGetStrileByteCountWithErr(handle, chunk, &failed)))
        }
        return largest
    }

    /// Rows of a chunk; nil for what libtiff does not decode for us.
    static func chunkHeight(path: String) -> Int? { (try? TIFFChunks(path: path))?.layout.chunkHeight }

    /// Rows of a strip, whatever its codec; nil where that is not known.
    static func rowsPerStrip(path: String) -> Int? {
        unsafe reading(path) { handle, _ in
            var rows: UInt32 = 0
            guard unsafe quadrat_tiff_get_long(handle, UInt32(TIFFTAG_ROWSPERSTRIP), &rows) != 0 else { return nil }
            return Int(rows)
        }
    }

    /// True where the file leaves the chunk out: its pixels are nodata, or 0.
    ///
    /// - Throws: when the table of chunks cannot be read there.
    func isSparse(_ chunk: Int, path: String, window: PixelWindow) throws(RasterError) -> Bool {
        var failed: Int32 = 0
        let count = unsafe TIFFGetStrileByteCountWithErr(handle, UInt32(chunk), &failed)
        guard failed == 0 else {
            throw damage(unsafe "the table of blocks ends early: \(log.pointee.message)", path: path, window: window)
        }
        return count == 0
    }

    /// Decodes one chunk.
    ///
    /// - Parameters:
    ///   - bytes: room for `layout.byteCount(of: chunk)`.
    ///   - window: what is being read, for the error.
    func decode(
        _ chunk: Int, into bytes: UnsafeMutableRawBufferPointer, path: String, window: PixelWindow
    ) throws(RasterError) {
        let expected = tmsize_t(layout.byteCount(of: chunk))
        precondition(bytes.count >= expected)
        unsafe log.pointee = quadrat_tiff_log()
        errno = 0
        if let inflater {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<min(bytes.count, layout.chunkBytes)])
            guard let reason = unsafe inflate(chunk, by: inflater, into: room) else { return }
            throw damage(reason, path: path, window: window)
        }
        let read =
            layout.isTiled
            ? unsafe TIFFReadEncodedTile(handle, UInt32(chunk), bytes.baseAddress, expected)
            : unsafe TIFFReadEncodedStrip(handle, UInt32(chunk), bytes.baseAddress, expected)
        guard read == expected else {
            let reason = unsafe read < 0 ? log.pointee.message : "a block holds \(read) bytes instead of \(expected)"
            throw damage(reason, path: path, window: window)
        }
        let warning = unsafe log.pointee.lastWarning
        if DecodingWarning.meansLoss(warning) { throw damage(warning, path: path, window: window) }
    }

    /// Unpacks one chunk and undoes its predictor; a reason where that fails.
    private func inflate(
        _ chunk: Int, by inflater: ChunkInflater, into bytes: UnsafeMutableRawBufferPointer
    ) -> String? {
        let packed = unsafe Int(clamping: TIFFGetStrileByteCount(handle, UInt32(chunk)))
        // Packing adds a thousandth at most; more is no block of this file.
        guard packed <= 2 * layout.chunkBytes + 65_536 else {
            return "a block claims to be packed into \(packed) bytes"
        }
        let expected = layout.byteCount(of: chunk)
        let unpacked = unsafe inflater.unpack(packed, by: { unsafe readPacked(chunk, into: $0) }, into: bytes)
        guard let unpacked else {
            let said = unsafe log.pointee.message
            return said == quadrat_tiff_log.silence ? "a block is not what its checksum says" : said
        }
        // The last strip may hold rows below the raster.
        guard unpacked >= expected else { return "a block holds \(unpacked) bytes instead of \(expected)" }
        unsafe layout.predictor.undo(
            in: UnsafeMutableRawBufferPointer(rebasing: bytes[..<expected]),
            row: layout.chunkWidth * layout.samplesPerChunkPixel, stride: layout.samplesPerChunkPixel,
            size: layout.type.size, isSwapped: layout.isSwapped)
        return nil
    }

    private func readPacked(_ chunk: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        let count = tmsize_t(buffer.count)
        return unsafe layout.isTiled
            ? TIFFReadRawTile(handle, UInt32(chunk), buffer.baseAddress, count) == count
            : TIFFReadRawStrip(handle, UInt32(chunk), buffer.baseAddress, count) == count
    }

    /// The kind of a failure of libtiff's: what the system has said meanwhile tells a disk that gives no answer from a
    /// file that makes no sense.
    private static func kind(errno number: Int32) -> FailureKind {
        FailureKind.isTrouble(errno: number) ? .transient : .refused
    }

    private func damage(_ reason: String, path: String, window: PixelWindow) -> RasterError {
        let kind = Self.kind(errno: errno)
        return RasterError(
            "read", path, window: window, reason: reason,
            advice: kind == .transient
                ? "see whether the disk is healthy, and run again"
                : "the file is damaged or incomplete: copy it again from its source",
            kind: kind)
    }
}
