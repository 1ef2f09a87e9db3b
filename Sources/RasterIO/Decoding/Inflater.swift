import CDeflate
import RasterModel

/// Decompresses zlib streams (RFC 1950). Belongs to one thread.
@safe
package final class Inflater {
    private let decompressor: OpaquePointer

    /// - Throws: when there is no memory for it.
    package init() throws(RasterError) {
        guard let allocated = unsafe libdeflate_alloc_decompressor() else {
            throw RasterError(
                "decompress", "the run's scratch file", reason: "there is no memory left", kind: .transient)
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
    package func decompress(
        _ stream: [UInt8], count: Int, into bytes: inout [UInt8], from path: String
    ) throws(RasterError) {
        precondition(count <= stream.count)
        let room = bytes.count
        let unpacked = unsafe stream.withUnsafeBytes { stream in
            unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe decompress(UnsafeRawBufferPointer(rebasing: stream[..<count]), into: bytes)
            }
        }
        guard unpacked == room else {
            throw RasterError(
                "read", path, reason: "what was written there before came back damaged",
                advice: "see whether the disk is healthy, and run again", kind: .transient)
        }
    }

    /// Decompresses a stream into at most as many bytes as there is room for, and holds it to its checksum.
    ///
    /// - Returns: the number of bytes that it stands for; nil where it is damaged or stands for more.
    func decompress(_ stream: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) -> Int? {
        var unpacked = 0
        let result = unsafe libdeflate_zlib_decompress(
            decompressor, stream.baseAddress, stream.count, bytes.baseAddress, bytes.count, &unpacked)
        return result == LIBDEFLATE_SUCCESS ? unpacked : nil
    }
}
