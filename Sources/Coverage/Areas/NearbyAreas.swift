import RasterModel

/// Areas of the pixels of one window, kept while single pixels are asked for.
struct NearbyAreas: Sendable {
    private let areas: PixelAreas
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    /// By row of the window, where the layout is not in cells; nil until asked for.
    private var rows: [UInt128?] = []
    /// By row and column of cells that the window meets; nil until asked for.
    private var cells: [AreaCell??] = []
    /// Logarithm of the cells' size; nil where the layout is not in cells.
    private let shift: Int?
    private var cellsAcross = 0

    init(_ areas: PixelAreas) {
        self.areas = areas
        if case .cells(let size) = areas.layout { shift = size.trailingZeroBitCount } else { shift = nil }
    }

    /// Takes up a window that is not empty.
    mutating func begin(_ window: PixelWindow) {
        self.window = window
        rows.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        guard let shift else {
            rows.append(contentsOf: repeatElement(nil, count: window.height))
            return
        }
        cellsAcross = Self.cells(window.columns, shift)
        cells.append(contentsOf: repeatElement(nil, count: cellsAcross * Self.cells(window.rows, shift)))
    }

    /// Area of a pixel of the window in `FixedArea` units; nil where it is not known.
    mutating func area(column: Int, row: Int) -> UInt128? {
        guard let shift else {
            let index = row - window.row
            if let area = rows[index] { return area }
            let area = areas.rowArea(row)
            rows[index] = area
            return area
        }
        let index =
            (row >> shift - window.row >> shift) * cellsAcross + column >> shift - window.column >> shift
        if let cell = cells[index] { return cell?.area(column: column, row: row) }
        let cell = areas.cell(column: column, row: row)
        cells[index] = .some(cell)
        return cell?.area(column: column, row: row)
    }

    private static func cells(_ pixels: Range<Int>, _ shift: Int) -> Int {
        (pixels.upperBound - 1) >> shift - pixels.lowerBound >> shift + 1
    }
}
