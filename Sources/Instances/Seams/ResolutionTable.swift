import Spool

/// For each block, what the components of its border fragments resolved to. Holds byte ranges alone, so that every worker can read
/// through a store of its own.
struct ResolutionTable<Resolved: Spillable>: Sendable {
    private let ranges: [ByteRange]

    init(ranges: [ByteRange]) { self.ranges = ranges }

    /// Number of blocks.
    var count: Int { ranges.count }

    /// The values of a block's fragments, in the order of `BlockBorder.fragments`.
    ///
    /// - Parameters:
    ///   - block: number of the block, in the order in which blocks came.
    ///   - store: the one that the table was made in, or another that reads the same bytes.
    func values(ofBlock block: Int, from store: any SpillStore) throws -> [Resolved] {
        var bytes: [UInt8] = []
        try store.read(ranges[block], into: &bytes)
        var reader = ByteReader(bytes)
        return (0..<reader.number()).map { _ in Resolved(from: &reader) }
    }
}
