import Spool
import RasterModel

/// Puts patches together over seams and adds them up. Takes blocks in row-major order, on one thread.
struct PatchSurvey {
    private var merger: SeamMerger<PatchSize, UInt8>
    private var census: PatchCensus = [:]
    private var sides = ClassSides()
    private var above: [UInt8]
    private var left: [UInt8] = []

    /// A survey of a raster of the given size.
    init(raster: RasterSize) {
        merger = SeamMerger(size: raster, store: NoStore())
        above = Array(repeating: PixelKeys.unlabelled, count: raster.width)
    }

    /// Takes the next block.
    mutating func add(_ block: PatchBlock) throws {
        census.merge(block.inside)
        var closed: PatchCensus = [:]
        try merger.add(block.border) { patch in
            closed.add(patch)
            return 0
        }
        census.merge(closed)
        countSeams(block.border)
    }

    private mutating func countSeams(_ border: BlockBorder<PatchSize>) {
        let window = border.window
        if window.row > 0 { sides.countBelow(above[window.columns], border.top.codes) }
        if window.column > 0 { sides.countBeside(left, border.left.codes) }
        above.replaceSubrange(window.columns, with: border.bottom.codes)
        left = border.right.codes
    }

    /// What was found. Once all blocks came.
    consuming func finish() -> PatchCensus {
        var (sides, census) = (sides, census)
        sides.move(to: &census)
        return census
    }
}

/// A store for what nobody will read.
private final class NoStore: SpillStore {
    func append(_ bytes: [UInt8]) -> ByteRange { ByteRange(offset: 0, count: 0) }
    func read(_ range: ByteRange, into bytes: inout [UInt8]) { preconditionFailure("nothing was kept") }
}
