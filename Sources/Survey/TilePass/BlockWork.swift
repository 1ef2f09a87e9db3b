import Tiling

/// Work that comes up while tiles are consumed.
enum BlockWork: Sendable {
    /// A mask block whose parts are all there.
    case encode(BlockAddress, codes: [UInt8], catalog: Int)
    case compress(OverviewWork, catalog: Int)
}
