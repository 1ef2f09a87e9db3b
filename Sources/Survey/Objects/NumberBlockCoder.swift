import RasterIO
import RasterModel

/// Compresses blocks of object numbers, and reads them back for overviews. Belongs to one thread.
///
/// Rows hold differences of neighbours: inside objects and between them those are zeros in long runs.
struct NumberBlockCoder {
    private let side: Int
    private var deflater = RunLengthDeflater()
    private let inflater: Inflater
    private var bytes: [UInt8]

    /// - Parameter side: width and height of blocks in pixels.
    init(side: Int) throws {
        self.side = side
        inflater = try Inflater()
        bytes = Array(repeating: 0, count: 4 * side * side)
    }

    /// Compresses the numbers of a block.
    ///
    /// - Parameter numbers: row-major; blocks at the right and lower edge are filled up with 0.
    mutating func encode(_ numbers: [UInt32], size: RasterSize) -> [UInt8] {
        let side = side
        var output = bytes.mutableSpan
        for row in 0..<side {
            var before: UInt32 = 0
            for column in 0..<side {
                let isInside = row < size.height && column < size.width
                let number = isInside ? numbers[row * size.width + column] : 0
                Self.put(number &- before, at: 4 * (row * side + column), in: &output)
                before = number
            }
        }
        return deflater.compress(bytes)
    }

    /// Little-endian.
    private static func put(_ word: UInt32, at offset: Int, in bytes: inout MutableSpan<UInt8>) {
        bytes[offset] = UInt8(truncatingIfNeeded: word)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: word >> 8)
        bytes[offset + 2] = UInt8(truncatingIfNeeded: word >> 16)
        bytes[offset + 3] = UInt8(truncatingIfNeeded: word >> 24)
    }

    /// Every second number of every second row of a block: a quarter of a block above, row-major.
    ///
    /// - Parameters:
    ///   - stream: begins with what `encode` made.
    ///   - count: bytes of it.
    ///   - path: where it comes from, for the message.
    mutating func halve(_ stream: [UInt8], count: Int, from path: String) throws -> [UInt32] {
        try inflater.decompress(stream, count: count, into: &bytes, from: path)
        var quarter: [UInt32] = []
        quarter.reserveCapacity(side * side / 4)
        for row in stride(from: 0, to: side, by: 2) {
            var number: UInt32 = 0
            for column in 0..<side {
                number &+= word(at: 4 * (row * side + column))
                if column % 2 == 0 { quarter.append(number) }
            }
        }
        return quarter
    }

    private func word(at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
            | UInt32(bytes[offset + 3]) << 24
    }
}
