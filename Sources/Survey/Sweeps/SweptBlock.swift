import Instances
import Tiling

/// What the last sweep over the mask hands to the consumer.
enum SweptBlock: Sendable {
    case block(TileResult?, ComponentBlock?)
    /// An overview block, compressed.
    case overview(BlockAddress, [UInt8])
}
