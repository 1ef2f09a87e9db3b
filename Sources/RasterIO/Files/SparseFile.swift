/// A file of the run whose size is known beforehand: 32-bit words that several threads write anywhere, in any order, and
/// read back. What nobody has written is 0 and takes no room on the disk where its file system knows holes.
///
/// A handle belongs to one thread; others open their own. Two may write at once where their words do not overlap.
package final class SparseFile {
    private let file: OpenFile

    /// Creates the file, all 0; an existing one is replaced.
    ///
    /// - Parameter count: bytes.
    package init(path: String, count: Int) throws(RasterError) {
        file = try OpenFile(creating: path)
        try file.resize(to: count)
    }

    /// Opens an existing file.
    package init(opening path: String) throws(RasterError) { file = try OpenFile(path, forWriting: true) }

    /// Writes words.
    ///
    /// - Parameter offset: first byte, from the start of the file.
    package func write(_ words: Span<UInt32>, at offset: Int) throws(RasterError) {
        try unsafe file.write(words.bytes, at: offset)
    }

    /// Reads words.
    ///
    /// - Parameters:
    ///   - offset: first byte, from the start of the file.
    ///   - count: number of words; they must lie in the file.
    ///   - words: takes them; grown when too small.
    package func read(_ count: Int, at offset: Int, into words: inout [UInt32]) throws(RasterError) {
        if words.count < count { words = [UInt32](repeating: 0, count: count) }
        var all = words.mutableSpan
        var wanted = all._mutatingExtracting(0..<count)
        var raw = unsafe wanted.mutableBytes
        try file.read(at: offset, into: &raw)
    }
}
