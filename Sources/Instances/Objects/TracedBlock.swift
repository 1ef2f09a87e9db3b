import Spool
import RasterModel

/// What the second sweep finds in one block.
package struct TracedBlock: Sendable {
    let window: PixelWindow
    let interiors: SpillBatch<PixelPosition>
    let runs: [MiddleRun]
    let rings: SpillBatch<OutlineKey>
    let outlines: OutlineBlock?
}
