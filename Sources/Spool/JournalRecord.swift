/// The head of one record of a journal; what it is about follows it.
///
/// Layout, little-endian, 40 bytes: sign, kind, level and two bytes of 0; column; row; a word of 0; length in bytes;
/// first byte in the journal of what it repeats; checksum of all before and of the content.
package struct JournalRecord: Sendable, Hashable {
    /// What a record holds.
    package enum Kind: UInt8, Sendable {
        /// A compressed block of a mask.
        case block = 1
        /// Nothing: the block is the same as an earlier one.
        case repeatedBlock = 2
        /// Compressed codes of a block.
        case codes = 3
        /// Samples of a picture.
        case samples = 4
    }

    /// Bytes of a head.
    package static let headBytes = 40
    private static let sign: [UInt8] = Array("QJR1".utf8)

    /// What it holds.
    package var kind: Kind
    /// Resolution level of the block; 0 where it is not of one.
    package var level: Int
    /// The block's column.
    package var column: Int
    /// The block's row.
    package var row: Int
    /// Bytes of content; of what is repeated, where there is none of its own.
    package var count: Int
    /// First byte of what is repeated.
    package var origin: Int

    /// A record of the block at an address, or of none.
    package init(_ kind: Kind, level: Int = 0, column: Int = 0, row: Int = 0, count: Int, origin: Int = 0) {
        self.kind = kind
        self.level = level
        self.column = column
        self.row = row
        self.count = count
        self.origin = origin
    }

    /// Bytes that follow the head.
    package var contentCount: Int { kind == .repeatedBlock ? 0 : count }

    /// The head with its checksum.
    package func head(of content: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(bytes: Self.sign + [kind.rawValue, UInt8(level), 0, 0])
        writer.put(littleEndian: UInt64(column), bytes: 4)
        writer.put(littleEndian: UInt64(row), bytes: 4)
        writer.put(littleEndian: 0, bytes: 4)
        writer.put(littleEndian: UInt64(count), bytes: 4)
        writer.put(littleEndian: UInt64(origin), bytes: 8)
        writer.put(littleEndian: Self.checksum(writer.bytes.span, content.span), bytes: 8)
        return writer.bytes
    }

    /// A head that was read; nil where it is none. Whether it is the one that was written, `matches` tells.
    package init?(head bytes: [UInt8]) {
        guard bytes.count >= Self.headBytes, bytes.starts(with: Self.sign) else { return nil }
        var reader = ByteReader(bytes, at: Self.sign.count)
        guard let kind = Kind(rawValue: reader.byte()) else { return nil }
        let level = Int(reader.byte())
        _ = reader.bytes(2)
        let (column, row) = (Int(reader.littleEndian(bytes: 4)), Int(reader.littleEndian(bytes: 4)))
        _ = reader.bytes(4)
        let (count, origin) = (
            Int(reader.littleEndian(bytes: 4)), Int(truncatingIfNeeded: reader.littleEndian(bytes: 8))
        )
        self.init(kind, level: level, column: column, row: row, count: count, origin: origin)
    }

    /// True where a head and its content are what was written.
    package static func matches(head: [UInt8], content: Span<UInt8>) -> Bool {
        var reader = ByteReader(head, at: headBytes - 8)
        return reader.littleEndian(bytes: 8) == checksum(head.span.extracting(0..<headBytes - 8), content)
    }

    private static func checksum(_ fields: Span<UInt8>, _ content: Span<UInt8>) -> UInt64 {
        var sum = Checksum()
        sum.add(fields)
        sum.add(content)
        return sum.value
    }
}
