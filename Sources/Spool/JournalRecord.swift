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
        var bytes = fields
        Self.put(checksum(fields: bytes, content.span), 8, into: &bytes)
        return bytes
    }

    /// A head that was read; nil where it is none.
    package init?(head bytes: Span<UInt8>) {
        guard bytes.count >= Self.headBytes, (0..<4).allSatisfy({ bytes[$0] == Self.sign[$0] }),
            let kind = Kind(rawValue: bytes[4])
        else { return nil }
        func number(_ start: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        }
        self.init(
            kind, level: Int(bytes[5]), column: number(8, 4), row: number(12, 4), count: number(20, 4),
            origin: number(24, 6))
        guard (0..<32).allSatisfy({ bytes[$0] == fields[$0] }) else { return nil }
    }

    /// True where head and content are what was written.
    package func matches(head: Span<UInt8>, content: Span<UInt8>) -> Bool {
        var expected: [UInt8] = []
        Self.put(checksum(fields: fields, content), 8, into: &expected)
        return (0..<8).allSatisfy { head[32 + $0] == expected[$0] }
    }

    private var fields: [UInt8] {
        var bytes = Self.sign + [kind.rawValue, UInt8(level), 0, 0]
        Self.put(UInt64(column), 4, into: &bytes)
        Self.put(UInt64(row), 4, into: &bytes)
        Self.put(0, 4, into: &bytes)
        Self.put(UInt64(count), 4, into: &bytes)
        Self.put(UInt64(origin), 8, into: &bytes)
        return bytes
    }

    private func checksum(fields: [UInt8], _ content: Span<UInt8>) -> UInt64 {
        var sum = Checksum(of: fields)
        sum.add(content)
        return sum.value
    }

    private static func put(_ number: UInt64, _ count: Int, into bytes: inout [UInt8]) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }
}
