package import Spool

/// A file that grows at its end and can be read anywhere: documents as they are written, and what a run keeps on disk
/// instead of in memory. Belongs to one thread at a time.
package final class AppendOnlyFile: SpillStore {
    private let file: OpenFile

    /// Number of bytes appended so far.
    package private(set) var count = 0

    /// Creates the file; an existing one is emptied.
    package init(path: String) throws(RasterError) { file = try OpenFile(creating: path) }

    /// Opens an existing file to go on behind its first bytes; what lies there is cut off.
    ///
    /// - Parameter count: bytes that stay; the file has at least as many.
    package init(continuing path: String, count: Int) throws(RasterError) {
        guard let size = FileFacts.size(of: path), size >= count else {
            throw RasterError("read", path, reason: "the run's scratch file ends early")
        }
        file = try OpenFile(path, forWriting: true)
        try file.resize(to: count)
        self.count = count
    }

    /// Cuts off what was appended behind the first bytes.
    package func truncate(to count: Int) throws(RasterError) {
        try file.resize(to: count)
        self.count = min(count, self.count)
    }

    /// Opens an existing file for reading: a handle of its own for another thread.
    package init(reading path: String) throws(RasterError) { file = try OpenFile(path, forWriting: false) }

    /// Writes bytes at the end.
    ///
    /// - Returns: where they are from now on.
    package func append(_ bytes: [UInt8]) throws(RasterError) -> ByteRange {
        try unsafe file.write(bytes.span.bytes, at: count)
        defer { count += bytes.count }
        return ByteRange(offset: count, count: bytes.count)
    }

    /// Reads back what was appended, or a part of it.
    ///
    /// - Parameter bytes: take it from their first on; grown where there is no room.
    package func read(_ range: ByteRange, into bytes: inout [UInt8]) throws(RasterError) {
        if bytes.count < range.count { bytes = Array(repeating: 0, count: range.count) }
        var all = bytes.mutableSpan
        var wanted = all._mutatingExtracting(0..<range.count)
        var raw = unsafe wanted.mutableBytes
        try file.read(at: range.offset, into: &raw)
    }
}
