/// Records one behind the other in a store, each with a checksum.
package struct Journal {
    private let store: any SpillStore

    /// A journal that goes on at the end of a store.
    package init(_ store: any SpillStore) { self.store = store }

    /// Appends a record.
    ///
    /// - Returns: where its content is.
    @discardableResult
    package func append(_ record: JournalRecord, _ content: [UInt8]) throws -> ByteRange {
        precondition(content.count == record.contentCount)
        let range = try store.append(record.head(of: content) + content)
        return ByteRange(offset: range.offset + JournalRecord.headBytes, count: content.count)
    }

    /// Reads a journal from its first record on and checks each.
    ///
    /// - Parameters:
    ///   - count: bytes of the journal.
    ///   - visit: gets each record, where its content is, and the content: as many bytes as it says, perhaps more.
    /// - Returns: bytes of the records that are sound: `count`, or less where one is not, and nothing behind it was read.
    package static func scan(
        _ store: any SpillStore, count: Int, _ visit: (JournalRecord, ByteRange, [UInt8]) throws -> Void
    ) throws -> Int {
        var position = 0
        var head = [UInt8](repeating: 0, count: JournalRecord.headBytes)
        var content: [UInt8] = []
        while position < count {
            guard position + JournalRecord.headBytes <= count else { return position }
            try store.read(ByteRange(offset: position, count: JournalRecord.headBytes), into: &head)
            guard let record = JournalRecord(head: head) else { return position }
            let range = ByteRange(offset: position + JournalRecord.headBytes, count: record.contentCount)
            guard range.offset + range.count <= count else { return position }
            try store.read(range, into: &content)
            guard JournalRecord.matches(head: head, content: content.span.extracting(0..<range.count)) else {
                return position
            }
            try visit(record, range, content)
            position = range.offset + range.count
        }
        return position
    }
}
