import Coverage
import RasterModel

/// Areas of runs of pixels inside one block.
struct RunAreas {
    private enum Layout {
        case none
        case constant(UInt128)
        case rows([UInt128])
        case cells(size: Int, across: Int, [AreaCell?])
    }

    private let layout: Layout
    private let window: PixelWindow
    /// First column and row of the first cell.
    private let origin: (column: Int, row: Int)

    /// - Parameter areas: nil where the raster has no areas.
    init(_ areas: PixelAreas?, window: PixelWindow) {
        self.window = window
        guard let areas else {
            layout = .none
            origin = (0, 0)
            return
        }
        switch areas.layout {
        case .constant(let area):
            layout = .constant(area)
            origin = (0, 0)
        case .rows:
            layout = .rows(window.rows.map { areas.rowArea($0) })
            origin = (0, 0)
        case .cells(let size):
            let corner = (column: window.column / size * size, row: window.row / size * size)
            let columns = Array(stride(from: corner.column, to: window.columns.upperBound, by: size))
            var cells: [AreaCell?] = []
            for row in stride(from: corner.row, to: window.rows.upperBound, by: size) {
                for column in columns { cells.append(areas.cell(column: column, row: row)) }
            }
            layout = .cells(size: size, across: columns.count, cells)
            origin = corner
        }
    }

    /// True where each run adds an area of its own.
    var varies: Bool {
        switch layout {
        case .none, .constant: false
        case .rows, .cells: true
        }
    }

    /// Area of one pixel where all have the same; 0 where there are no areas.
    var constant: UInt128 {
        if case .constant(let area) = layout { area } else { 0 }
    }

    /// Area of a run in `FixedArea` units, and how many of its pixels have no known area.
    ///
    /// - Parameters:
    ///   - columns: of the run, in the block.
    ///   - row: of the run, in the block.
    func area(_ columns: Range<Int>, row: Int) -> (area: UInt128, unknown: Int) {
        switch layout {
        case .none: (0, 0)
        case .constant(let area): (area * UInt128(columns.count), 0)
        case .rows(let areas): (areas[row] * UInt128(columns.count), 0)
        case .cells(let size, let across, let cells): area(columns, row: row, size: size, across: across, cells: cells)
        }
    }

    private func area(
        _ columns: Range<Int>, row: Int, size: Int, across: Int, cells: [AreaCell?]
    ) -> (area: UInt128, unknown: Int) {
        let line = (window.row + row - origin.row) / size * across
        let end = window.column + columns.upperBound
        var start = window.column + columns.lowerBound
        var sum: (area: UInt128, unknown: Int) = (0, 0)
        while start < end {
            let cell = (start - origin.column) / size
            let stop = min(end, origin.column + (cell + 1) * size)
            let count = stop - start
            if let found = cells[line + cell] {
                let columnSum = (start + stop - 1 - 2 * found.column) * count / 2
                sum.area += found.area(
                    count: count, columnSum: columnSum, rowSum: (window.row + row - found.row) * count)
            } else {
                sum.unknown += count
            }
            start = stop
        }
        return sum
    }
}
