/// Compresses class masks into zlib streams (RFC 1950 and 1951). Belongs to one thread.
///
/// A mask has few values in long runs. So every run becomes a literal and matches of distance 1, with Huffman codes of
/// its own for each block, and nothing is searched: which is faster than a general compressor, and smaller than what a
/// fast one makes of a mask. Any bytes can be compressed; a block that would grow is stored.
package struct RunLengthDeflater {
    private var tokens = RunTokens(capacity: blockSize)
    private var writer = BitWriter()

    /// Codes fit a small part of a raster better, and cost some 40 bytes.
    private static let blockSize = 1 << 16
    /// Of a stored block (RFC 1951, 3.2.4).
    private static let longestStored = 0xffff

    /// A compressor for any number of blocks.
    package init() {}

    /// The zlib stream of `bytes`. The same bytes give the same stream on every machine.
    package mutating func compress(_ bytes: [UInt8]) -> [UInt8] {
        // Each block is at most as long as if stored, in two parts of at most 5 bytes more each.
        writer.reset(capacity: bytes.count + 10 * (bytes.count / Self.blockSize + 1) + 6)
        // Deflate with a window of 32 KiB, the fastest level, and a checksum of both bytes (RFC 1950, 2.2).
        writer.write(0x0178, count: 16)
        var start = 0
        repeat {
            let end = min(start + Self.blockSize, bytes.count)
            writeBlock(bytes, start..<end, isLast: end == bytes.count)
            start = end
        } while start < bytes.count
        writer.alignToByte()
        writer.write(Int(adler32(bytes).byteSwapped), count: 32)
        return writer.written
    }

    private mutating func writeBlock(_ bytes: [UInt8], _ range: Range<Int>, isLast: Bool) {
        guard !range.isEmpty else { return writeStored(bytes[range], isLast: isLast) }
        tokens.scan(bytes.span.extracting(range))
        let code = RunBlockCode(tokens)
        let header = CodeHeader(code.lengths)
        guard 3 + header.bitCount + code.bitCount < 8 * range.count else {
            return writeStored(bytes[range], isLast: isLast)
        }
        writer.write(isLast ? 0b101 : 0b100, count: 3)
        header.write(to: &writer)
        let (heads, tails, end) = code.tables()
        tokens.write(to: &writer, heads: heads, tails: tails)
        writer.write(end)
    }

    private mutating func writeStored(_ bytes: ArraySlice<UInt8>, isLast: Bool) {
        var rest = bytes
        repeat {
            let part = rest.prefix(Self.longestStored)
            rest = rest.dropFirst(part.count)
            writer.write(isLast && rest.isEmpty ? 0b001 : 0b000, count: 3)
            writer.alignToByte()
            writer.write(part.count | (part.count ^ 0xffff) << 16, count: 32)
            writer.copy(part)
        } while !rest.isEmpty
    }
}
