import Instances
import RasterModel

/// Numbers that somebody else has painted, as a network or a watershed would: 0 for pixels of no object.
struct PaintedSource: ObjectSource {
    let keys: PixelKeys
    let neighbours: Neighbours
    let size: RasterSize
    /// Row-major, of the whole raster.
    let numbers: [UInt32]

    func scan(_ codes: Span<UInt8>, window: PixelWindow, into runs: inout BlockRuns) {
        let cut = window.rows.flatMap { row in window.columns.map { numbers[row * size.width + $0] } }
        runs.scan(codes, numbers: cut.span, size: RasterSize(width: window.width, height: window.height), keys: keys)
    }
}
