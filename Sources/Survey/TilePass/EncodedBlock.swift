import Tiling

/// A compressed mask block and what the overviews need of it.
struct EncodedBlock: Sendable {
    var address: BlockAddress
    var bytes: [UInt8]
    /// Reduced levels; empty where the block holds no class.
    var levels: [[UInt8]]
    /// Pixels per class.
    var counts: [UInt8: Int]
}
