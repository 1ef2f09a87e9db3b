import CTIFF
import Foundation
import RasterModel

/// A TIFF being written through libtiff's raw tiles, or a template being read.
@safe
struct TIFFFile: ~Copyable {
    private let path: String
    private let resources: Resources

    /// The pointers alone, so that they can be given up in `close`.
    @safe
    private struct Resources: ~Copyable {
        let handle: OpaquePointer
        let log: UnsafeMutablePointer<quadrat_tiff_log>

        deinit {
            unsafe TIFFClose(handle)
            unsafe log.deallocate()
        }
    }

    init(path: String, mode: String) throws(RasterError) {
        let log = UnsafeMutablePointer<quadrat_tiff_log>.allocate(capacity: 1)
        unsafe log.initialize(to: quadrat_tiff_log())
        guard let handle = unsafe quadrat_tiff_open(path, mode, log) else {
            let number = errno
            let reason = unsafe log.pointee.message
            unsafe log.deallocate()
            throw RasterError("open", path, reason: reason, kind: FailureKind(errno: number))
        }
        self.path = path
        unsafe resources = Resources(handle: handle, log: log)
    }

    /// Writes a directory without its table of blocks, so that all directories stand together at the front.
    func addDirectory(
        _ size: RasterSize, _ content: CloudRasterFile.Content, isOverview: Bool, blockSize: Int,
        tags: borrowing TIFFFile
    ) throws(RasterError) {
        let handle = unsafe resources.handle
        if isOverview { try set(TIFFTAG_SUBFILETYPE, Int(FILETYPE_REDUCEDIMAGE)) }
        try setLayout(size, blockSize: blockSize)
        switch content {
        case .classes:
            try set(TIFFTAG_BITSPERSAMPLE, 8)
            try set(TIFFTAG_PHOTOMETRIC, Int(PHOTOMETRIC_PALETTE))
            try require(unsafe quadrat_tiff_copy_colours(tags.resources.handle, handle) != 0)
        case .numbers:
            try set(TIFFTAG_BITSPERSAMPLE, 32)
            try set(TIFFTAG_PHOTOMETRIC, Int(PHOTOMETRIC_MINISBLACK))
            try set(TIFFTAG_PREDICTOR, Int(PREDICTOR_HORIZONTAL))
        }
        if !isOverview { try require(unsafe quadrat_tiff_copy_tags(tags.resources.handle, handle) != 0) }
        if isOverview { try require(unsafe quadrat_tiff_copy_nodata(tags.resources.handle, handle) != 0) }
        try require(unsafe TIFFDeferStrileArrayWriting(handle) != 0)
        try require(unsafe TIFFWriteCheck(handle, 1, "addDirectory") != 0)
        try require(unsafe TIFFWriteDirectory(handle) != 0)
    }

    private func setLayout(_ size: RasterSize, blockSize: Int) throws(RasterError) {
        let fields: [(Int32, Int)] = [
            (TIFFTAG_IMAGEWIDTH, size.width), (TIFFTAG_IMAGELENGTH, size.height), (TIFFTAG_TILEWIDTH, blockSize),
            (TIFFTAG_TILELENGTH, blockSize), (TIFFTAG_SAMPLESPERPIXEL, 1),
            (TIFFTAG_SAMPLEFORMAT, Int(SAMPLEFORMAT_UINT)), (TIFFTAG_PLANARCONFIG, Int(PLANARCONFIG_CONTIG)),
            (TIFFTAG_COMPRESSION, Int(COMPRESSION_ADOBE_DEFLATE)),
        ]
        for (tag, value) in fields { try set(tag, value) }
    }

    /// Writes the table of blocks of a directory, still empty, after the directories.
    func reserveBlockTable(of directory: Int) throws(RasterError) {
        try select(directory)
        try require(unsafe TIFFForceStrileArrayWriting(resources.handle) != 0)
    }

    func select(_ directory: Int) throws(RasterError) {
        try require(unsafe TIFFSetDirectory(resources.handle, tdir_t(directory)) != 0)
    }

    /// Writes the first `count` bytes as an already compressed tile.
    func writeRawTile(_ number: Int, _ bytes: inout [UInt8], count: Int) throws(RasterError) {
        let written = unsafe TIFFWriteRawTile(resources.handle, UInt32(number), &bytes, tmsize_t(count))
        try require(written == count)
    }

    /// Writes the tables of the current directory in place.
    func flush() throws(RasterError) { try require(unsafe TIFFFlush(resources.handle) != 0) }

    /// Closes the file and reports what went wrong on the way: libtiff's close returns nothing.
    consuming func close() throws(RasterError) {
        unsafe resources.log.pointee = quadrat_tiff_log()
        let flushed = unsafe TIFFFlush(resources.handle) != 0
        let said = unsafe resources.log.pointee.message
        try require(flushed && said == quadrat_tiff_log.silence)
    }

    private func set(_ tag: Int32, _ value: Int) throws(RasterError) {
        try require(unsafe quadrat_tiff_set_long(resources.handle, UInt32(tag), UInt32(value)) != 0)
    }

    private func require(_ success: Bool) throws(RasterError) {
        guard !success else { return }
        // libtiff names the place, the system the cause.
        if errno == ENOSPC || errno == EDQUOT || errno == EFBIG { throw RasterError.system("write", path) }
        throw RasterError("write", path, reason: unsafe resources.log.pointee.message, kind: .transient)
    }
}

extension quadrat_tiff_log {
    static let silence = "libtiff gave no reason"

    /// What libtiff last said about the file.
    var message: String {
        let said = Self.string(text)
        return said.isEmpty ? Self.silence : said
    }

    /// What libtiff last warned of; empty where it did not.
    var lastWarning: String { Self.string(warning) }

    private static func string<Characters>(_ characters: Characters) -> String {
        unsafe withUnsafeBytes(of: characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
