import Spool

/// For each block, what the components of its border parts settled to. Holds places alone, so that every worker can read
/// through a store of its own.
struct SettlementTable<Settled: Spillable>: Sendable {
    private let places: [ByteRange]

    init(places: [ByteRange]) { self.places = places }

    /// Number of blocks.
    var count: Int { places.count }

    /// The values of a block's parts, in the order of `BlockBorder.parts`.
    ///
    /// - Parameters:
    ///   - block: number of the block, in the order in which blocks came.
    ///   - store: the one that the table was made in, or another that reads the same bytes.
    func values(ofBlock block: Int, from store: any SpillStore) throws -> [Settled] {
        var bytes: [UInt8] = []
        try store.read(places[block], into: &bytes)
        var reader = ByteReader(bytes)
        return (0..<reader.number()).map { _ in Settled(from: &reader) }
    }
}
