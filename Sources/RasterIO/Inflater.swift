import CDeflate

/// Decompresses zlib streams (RFC 1950). Belongs to one thread.
@safe
public final class Inflater {
    private let decompressor: OpaquePointer

    /// - Throws: when there is no memory for it.
    public init() throws(RasterError) {
        guard let allocated = unsafe libdeflate_alloc_decompressor() else {
            throw RasterError("decompress", "the run's scratch file", reason: "there is no memory left")
        }
        unsafe decompressor = allocated
    }

    deinit { unsafe libdeflate_free_decompressor(decompressor) }

    /// Decompresses a stream that fills `bytes` exactly.
    ///
    /// - Parameters:
    ///   - stream: begins with the stream; what follows is ignored.
    ///   - count: bytes of the stream.
    ///   - path: where the stream comes from, for the message.
    /// - Throws: when the stream is damaged, or stands for another number of bytes.
    public func decompress(
        _ stream: [UInt8], count: Int, into bytes: inout [UInt8], from path: String
    ) throws(RasterError) {
        precondition(count <= stream.count)
        let result = unsafe libdeflate_zlib_decompress(decompressor, stream, count, &bytes, bytes.count, nil)
        guard result == LIBDEFLATE_SUCCESS else {
            throw RasterError(
                "read", path, reason: "what was written there before came back damaged",
                advice: "see whether the disk is healthy, and run again")
        }
    }
}
