import Foundation
import RasterModel

/// A file that the system holds open, read and written at any byte. Closed when it is let go.
final class OpenFile {
    private let path: String
    private let descriptor: Int32

    /// Creates the file for reading and writing; an existing one is emptied.
    init(creating path: String) throws(RasterError) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RasterError.system("create", path) }
    }

    /// Opens an existing file.
    init(_ path: String, forWriting: Bool) throws(RasterError) {
        self.path = path
        descriptor = unsafe open(path, (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard descriptor >= 0 else { throw RasterError.system("open", path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Makes the file as long as it is to be; what it gains is 0.
    ///
    /// - Parameter count: bytes.
    func resize(to count: Int) throws(RasterError) {
        guard ftruncate(descriptor, off_t(count)) == 0 else { throw RasterError.system("create", path) }
    }

    /// Writes all bytes.
    ///
    /// - Parameter offset: of the first byte, from the start of the file.
    func write(_ bytes: RawSpan, at offset: Int) throws(RasterError) {
        var written = 0
        while written < bytes.byteCount {
            let step = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
                    off_t(offset + written))
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw RasterError.system("write", path) }
            written += step
        }
    }

    /// Reads as many bytes as there is room for.
    ///
    /// - Parameter offset: of the first byte, from the start of the file; all of them must lie in it.
    func read(at offset: Int, into bytes: inout MutableRawSpan) throws(RasterError) {
        var done = 0
        while done < bytes.byteCount {
            let step = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done, off_t(offset + done))
            }
            if step < 0 && errno == EINTR { continue }
            guard step != 0 else {
                throw RasterError("read", path, reason: "the run's scratch file ends early", kind: .transient)
            }
            guard step > 0 else { throw RasterError.system("read", path) }
            done += step
        }
    }
}
