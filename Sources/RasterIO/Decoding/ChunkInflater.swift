/// Unpacks DEFLATE blocks of a TIFF whole and holds them to their checksum. Belongs to one thread.
///
/// libtiff stops where it has enough bytes and never looks at the checksum at the end of the stream: a block with a
/// flipped bit becomes other numbers, and one that breaks off in the middle of a match keeps what stood in the buffer
/// before, without a word.
final class ChunkInflater {
    private let inflater: Inflater
    private var packed: [UInt8] = []

    /// - Throws: when there is no memory for it.
    init() throws(RasterError) { inflater = try Inflater() }

    /// Unpacks one block.
    ///
    /// - Parameters:
    ///   - count: bytes of the packed block.
    ///   - read: puts them into a buffer of that size; true where it could.
    ///   - bytes: room for the block; more than that is damage.
    /// - Returns: the number of bytes unpacked; nil where the packed bytes cannot be read or are no sound stream.
    func unpack(
        _ count: Int, by read: (UnsafeMutableRawBufferPointer) -> Bool, into bytes: UnsafeMutableRawBufferPointer
    ) -> Int? {
        if packed.count < count { packed = Array(repeating: 0, count: count) }
        return unsafe packed.withUnsafeMutableBytes { buffer in
            let stream = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
            guard unsafe read(stream) else { return nil }
            return unsafe inflater.decompress(UnsafeRawBufferPointer(stream), into: bytes)
        }
    }
}
