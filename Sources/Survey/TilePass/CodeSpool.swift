import Spool
import Tiling

/// Where the codes of every mask block lie in a scratch file, compressed: what sweeps over the mask read.
struct CodeSpool: Sendable {
    /// In row-major order of the blocks.
    private var ranges: [ByteRange?]
    /// Bytes of all that was put; blocks that came again count each time.
    private(set) var bytes = 0

    init(_ pyramid: MaskPyramid) { ranges = Array(repeating: nil, count: pyramid.blockCount(0)) }

    mutating func put(_ range: ByteRange, block: Int) {
        ranges[block] = range
        bytes += range.count
    }

    func range(ofBlock block: Int) -> ByteRange {
        guard let range = ranges[block] else { preconditionFailure("block \(block) was not spooled") }
        return range
    }
}
