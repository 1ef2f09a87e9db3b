import RasterModel
import Tiling

/// Codes of a part of a mask block.
struct BlockPart: Sendable {
    var address: BlockAddress
    var window: PixelWindow
    var codes: [UInt8]
}
