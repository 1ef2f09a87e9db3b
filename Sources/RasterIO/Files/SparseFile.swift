import Foundation

/// A file of the run whose size is known beforehand: 32-bit words that several threads put into their places, in any
/// order, and read back. What nobody has written is 0 and takes no room on the disk where its file system knows holes.
///
/// A handle belongs to one thread; others open their own. Two may write at once where they write to different places.
package final class SparseFile {
    private let path: String
    private let descriptor: Int32

    /// Creates the file, all 0; an existing one is replaced.
    ///
    /// - Parameter count: bytes.
    package init(path: String, count: Int) throws(RasterError) {
        self.path = path
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw RasterError.system("create", path) }
        descriptor = opened
        guard ftruncate(opened, off_t(count)) == 0 else { throw RasterError.system("create", path) }
    }

    /// Opens an existing file.
    package init(opening path: String) throws(RasterError) {
        self.path = path
        let opened = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard opened >= 0 else { throw RasterError.system("open", path) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Writes words.
    ///
    /// - Parameter offset: first byte, from the start of the file.
    package func write(_ words: Span<UInt32>, at offset: Int) throws(RasterError) {
        let count = words.count * 4
        var written = 0
        while written < count {
            let step = unsafe words.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + written }, count - written,
                    off_t(offset + written))
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw RasterError.system("write", path) }
            written += step
        }
    }

    /// Reads words.
    ///
    /// - Parameters:
    ///   - offset: first byte, from the start of the file.
    ///   - count: number of words; they must lie in the file.
    ///   - words: takes them; grown when too small.
    package func read(_ count: Int, at offset: Int, into words: inout [UInt32]) throws(RasterError) {
        if words.count < count { words = [UInt32](repeating: 0, count: count) }
        var done = 0
        while done < count * 4 {
            let step = unsafe words.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, count * 4 - done, off_t(offset + done))
            }
            if step < 0 && errno == EINTR { continue }
            guard step != 0 else { throw RasterError("read", path, reason: "the run's scratch file ends early") }
            guard step > 0 else { throw RasterError.system("read", path) }
            done += step
        }
    }
}
