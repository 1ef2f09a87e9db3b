import Foundation
package import Spool

/// A file of the run that products are appended to and read back from by place: what a survey keeps on disk instead
/// of in memory. Belongs to one thread at a time.
package final class ScratchFile: SpillStore {
    private let path: String
    private let descriptor: Int32
    private var end = 0

    /// Creates the file; an existing one is emptied.
    package init(path: String) throws(RasterError) {
        self.path = path
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw RasterError.system("create", path) }
        descriptor = opened
    }

    /// Opens an existing file for reading: a handle of its own for another thread.
    package init(reading path: String) throws(RasterError) {
        self.path = path
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw RasterError.system("open", path) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Number of bytes written so far.
    package var count: Int { end }

    /// Writes bytes at the end.
    package func append(_ bytes: [UInt8]) throws(RasterError) -> ByteRange {
        var written = 0
        while written < bytes.count {
            let step = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written,
                    off_t(end + written))
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw RasterError.system("write", path) }
            written += step
        }
        defer { end += bytes.count }
        return ByteRange(offset: end, count: bytes.count)
    }

    /// Reads back what was put at a place.
    package func read(_ place: ByteRange, into bytes: inout [UInt8]) throws(RasterError) {
        if bytes.count < place.count { bytes = Array(repeating: 0, count: place.count) }
        var done = 0
        while done < place.count {
            let step = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, place.count - done,
                    off_t(place.offset + done))
            }
            if step < 0 && errno == EINTR { continue }
            guard step != 0 else { throw RasterError("read", path, reason: "the run's scratch file ends early") }
            guard step > 0 else { throw RasterError.system("read", path) }
            done += step
        }
    }
}

extension RasterError {
    /// The error that the system's last call left behind.
    static func system(_ operation: String, _ path: String) -> RasterError {
        let code = errno
        let reason = unsafe String(cString: strerror(code))
        let advice: String? =
            switch code {
            case ENOSPC, EDQUOT: "free some space, or choose a folder on another disk with --out"
            case EFBIG: "no larger file may be written here (see ulimit -f): choose another disk with --out"
            case EACCES, EPERM, EROFS: "choose a folder that you may write to with --out"
            case ENOTDIR: "a part of the path is a file: choose another folder with --out"
            default: nil
            }
        return RasterError(operation, path, reason: reason.lowercased(), advice: advice)
    }
}
