import Coverage
import RasterModel
import Segmentation
import Tiling

/// Work that comes up while products are consumed.
enum BlockWork: Sendable {
    /// A mask block whose parts are all there.
    case encode(BlockAddress, codes: [UInt8], catalog: Int)
    /// An overview block; nil where all of it is 0.
    case compress(BlockAddress, values: [UInt8]?, catalog: Int)
}
