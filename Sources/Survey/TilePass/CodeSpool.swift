import RasterIO
import Spool
import RasterModel
import Spool
import Tiling

/// Where the codes of every mask block lie in a scratch file, compressed: what sweeps over the mask read.
struct CodeSpool: Sendable {
    /// In row-major order of the blocks.
    private var ranges: [ByteRange?]

    init(_ pyramid: MaskPyramid) { ranges = Array(repeating: nil, count: pyramid.blockCount(0)) }

    mutating func put(_ range: ByteRange, block: Int) { ranges[block] = range }

    func range(ofBlock block: Int) -> ByteRange {
        guard let range = ranges[block] else { preconditionFailure("block \(block) was not spooled") }
        return range
    }
}

extension MaskPyramid {
    /// Number of a block of level 0 in row-major order.
    func number(of address: BlockAddress) -> Int { address.row * blocksAcross(0) + address.column }

    /// Address of a block of level 0.
    func address(ofBlock block: Int) -> BlockAddress {
        BlockAddress(level: 0, column: block % blocksAcross(0), row: block / blocksAcross(0))
    }

    /// Pixels of a block of level 0.
    func window(ofBlock block: Int) -> PixelWindow {
        let address = address(ofBlock: block)
        return window(level: 0, column: address.column, row: address.row)
    }
}
