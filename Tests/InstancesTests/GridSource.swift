import Instances
import RasterModel

/// Cuts every component at the lines of a grid that is anchored to the raster's origin.
struct GridSource: ObjectSource {
    let keys: PixelKeys
    let neighbours: Neighbours
    /// Width and height of a cell of the grid.
    let cell: RasterSize

    /// Number of the cell that a pixel lies in; never 0.
    func number(column: Int, row: Int) -> UInt32 {
        UInt32(1 + row / cell.height * 1_000 + column / cell.width)
    }

    func scan(_ codes: Span<UInt8>, window: PixelWindow, into runs: inout BlockRuns) {
        let numbers = window.rows.flatMap { row in
            window.columns.map { number(column: $0, row: row) }
        }
        runs.scan(
            codes, numbers: numbers.span, size: RasterSize(width: window.width, height: window.height), keys: keys)
    }
}
