import Tiling

/// What a worker hands to the consumer.
enum TileProduct: Sendable {
    /// A tile, with a result for each catalog.
    case tile([TileResult])
    case block(ClassifiedBlock, catalog: Int)
    /// An overview block, compressed.
    case overview(BlockAddress, [UInt8], catalog: Int)
}
