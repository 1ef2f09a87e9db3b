import CDeflate

/// Compresses blocks into zlib streams, as TIFF's DEFLATE wants them. Belongs to one thread.
@safe
public final class Deflater {
    private let compressor: OpaquePointer
    private var room: [UInt8] = []

    /// A compressor of one level.
    ///
    /// - Parameter level: libdeflate's, 1 (fastest) to 12.
    public init(level: Int) {
        guard let compressor = unsafe libdeflate_alloc_compressor(Int32(level)) else {
            preconditionFailure("libdeflate refuses level \(level)")
        }
        unsafe self.compressor = unsafe compressor
    }

    deinit { unsafe libdeflate_free_compressor(compressor) }

    /// The zlib stream of `bytes`. The same bytes give the same stream.
    public func compress(_ bytes: [UInt8]) -> [UInt8] {
        let bound = unsafe libdeflate_zlib_compress_bound(compressor, bytes.count)
        if room.count < bound { room = Array(repeating: 0, count: bound) }
        let count = unsafe bytes.withUnsafeBytes { source in
            unsafe room.withUnsafeMutableBytes { target in
                unsafe libdeflate_zlib_compress(
                    compressor, source.baseAddress, source.count, target.baseAddress, target.count)
            }
        }
        precondition(count > 0, "libdeflate_zlib_compress_bound promises enough room")
        return Array(room[..<count])
    }
}
