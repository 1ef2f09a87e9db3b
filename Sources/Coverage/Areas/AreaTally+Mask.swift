package import RasterModel

extension AreaTally {
    /// Adds a block of mask codes.
    ///
    /// - Parameters:
    ///   - codes: rows of the block, row-major; row j begins at `j * stride`.
    ///   - stride: bytes from row to row, at least the window's width.
    ///   - window: the block's pixels in the raster.
    ///   - areas: areas of the raster's pixels; nil where it has none.
    ///   - classes: class values of the catalog. They and the codes of `MaskCode` are all that may occur in the block.
    /// - Complexity: O(pixels x codes that occur near each other), a sixteenth of an instruction or two each.
    package mutating func add(
        _ codes: Span<UInt8>, stride: Int, window: PixelWindow, areas: PixelAreas?, classes: [UInt8]
    ) {
        guard !window.isEmpty else { return }
        precondition(stride >= window.width && codes.count >= stride * (window.height - 1) + window.width)
        var order = CodeOrder(classes: classes)
        if let areas, case .cells(let size) = areas.layout {
            var block = CellBlock(cellSize: size)
            for part in window.parts(cellSize: size) {
                block.place(part, areas: areas)
                tally(&block, codes: codes, stride: stride, window: window, order: &order)
            }
        } else {
            tallyRows(codes, stride: stride, window: window, areas: areas, order: &order)
        }
    }

    private mutating func tallyRows(
        _ codes: Span<UInt8>, stride: Int, window: PixelWindow, areas: PixelAreas?, order: inout CodeOrder
    ) {
        for row in 0..<window.height {
            let line = codes.extracting(row * stride..<row * stride + window.width)
            let area = areas?.rowArea(window.row + row) ?? 0
            var remaining = line.count
            order.restart()
            while remaining > 0 {
                let code = order.next()
                let found = line.count(of: code)
                guard found > 0 else { continue }
                add(found, of: code, area: UInt128(found) * area)
                remaining -= found
                order.promote()
            }
        }
    }

    private mutating func tally(
        _ block: inout CellBlock, codes: Span<UInt8>, stride: Int, window: PixelWindow, order: inout CodeOrder
    ) {
        for rows in block.bands {
            var remaining = block.window.width * rows.count
            order.restart()
            while remaining > 0 {
                let code = order.next()
                block.clear()
                for row in rows {
                    let start = (row - window.row) * stride + block.window.column - window.column
                    block.accumulate(code, in: codes.extracting(start..<start + block.window.width))
                }
                let found = block.deliver(code, rows: rows, to: &self)
                guard found > 0 else { continue }
                remaining -= found
                order.promote()
            }
        }
    }
}

/// The codes to look for, those that occurred last first: most places hold few of them.
private struct CodeOrder {
    private var codes: [UInt8]
    private var position = 0

    init(classes: [UInt8]) {
        codes = []
        for code in classes + [MaskCode.nodata, MaskCode.unobserved, MaskCode.outside] where !codes.contains(code) {
            codes.append(code)
        }
    }

    mutating func restart() { position = 0 }

    mutating func next() -> UInt8 {
        precondition(position < codes.count, "the mask holds a code that is neither a class nor a special code")
        position += 1
        return codes[position - 1]
    }

    /// Moves the code given last one place to the front.
    mutating func promote() {
        if position > 1 { codes.swapAt(position - 1, position - 2) }
    }
}

/// Work space for counting in area cells: a part of one row of cells, and its counts of one code by column.
private struct CellBlock {
    private let cellSize: Int
    private(set) var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var cells: [AreaCell?] = []
    private var counts: [UInt8] = []
    private var running: [UInt8] = []

    init(cellSize: Int) {
        self.cellSize = cellSize
    }

    /// Takes up a part of a mask that lies within one row of cells.
    mutating func place(_ part: PixelWindow, areas: PixelAreas) {
        window = part
        let first = part.column / cellSize
        let last = (part.column + part.width - 1) / cellSize
        cells.removeAll(keepingCapacity: true)
        for cell in first...last { cells.append(areas.cell(column: cell * cellSize, row: part.row)) }
    }

    /// The part's rows in groups that `CodeCounts.accumulate` can add up.
    var bands: [Range<Int>] {
        stride(from: window.row, to: window.rows.upperBound, by: CodeCounts.mostRows).map { row in
            row..<min(row + CodeCounts.mostRows, window.rows.upperBound)
        }
    }

    mutating func clear() {
        if counts.count == window.width {
            var span = counts.mutableSpan
            span.update(repeating: 0)
            var other = running.mutableSpan
            other.update(repeating: 0)
        } else {
            counts = [UInt8](repeating: 0, count: window.width)
            running = counts
        }
    }

    mutating func accumulate(_ code: UInt8, in row: Span<UInt8>) {
        CodeCounts.accumulate(code, in: row, counts: &counts, running: &running)
    }

    /// Hands the counts of one code in some rows to a tally, cell by cell, and says how many pixels they were.
    func deliver(_ code: UInt8, rows: Range<Int>, to tally: inout AreaTally) -> Int {
        var total = 0
        var column = window.column
        for cell in cells {
            let end = min((column / cellSize + 1) * cellSize, window.columns.upperBound)
            let range = column - window.column..<end - window.column
            let sums = CodeCounts.sums(
                counts: counts.span.extracting(range), running: running.span.extracting(range))
            if sums.count > 0 {
                let area = cell.map { cell in
                    cell.area(
                        count: sums.count,
                        columnSum: sums.column + sums.count * (column - cell.column),
                        rowSum: sums.count * (rows.upperBound - cell.row) - sums.running)
                }
                tally.add(sums.count, of: code, area: area)
                total += sums.count
            }
            column = end
        }
        return total
    }
}

extension PixelWindow {
    /// The window cut along rows of cells, and into parts of at most 1024 columns, so that a part stays in the fastest
    /// cache. Cuts lie between cells, which are anchored to the raster's first pixel.
    fileprivate func parts(cellSize: Int) -> [PixelWindow] {
        var parts: [PixelWindow] = []
        let width = max(cellSize, 1024)
        for top in stride(from: row / cellSize * cellSize, to: rows.upperBound, by: cellSize) {
            for left in stride(from: column / width * width, to: columns.upperBound, by: width) {
                let part = PixelWindow(column: left, row: top, width: width, height: cellSize)
                parts.append(intersection(part))
            }
        }
        return parts
    }
}
