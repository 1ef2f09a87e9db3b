import CDeflate

/// Unpacks DEFLATE blocks of a TIFF whole, by libdeflate, and holds them to their checksum. Belongs to one thread.
///
/// libtiff stops where it has enough bytes and never looks at the checksum at the end of the stream: a block with a
/// flipped bit becomes other numbers, and one that breaks off in the middle of a match keeps what stood in the buffer
/// before, without a word.
@safe
final class ChunkInflater {
    private let decompressor: OpaquePointer
    private var packed: [UInt8] = []

    init?() {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
        unsafe self.decompressor = unsafe decompressor
    }

    deinit { unsafe libdeflate_free_decompressor(decompressor) }

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
            let source = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
            guard unsafe read(source) else { return nil }
            var unpacked = 0
            let result = unsafe libdeflate_zlib_decompress(
                decompressor, source.baseAddress, count, bytes.baseAddress, bytes.count, &unpacked)
            return result == LIBDEFLATE_SUCCESS ? unpacked : nil
        }
    }
}
