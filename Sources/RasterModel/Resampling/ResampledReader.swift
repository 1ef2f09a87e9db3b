/// Reads windows of a coarser grid: each cell is the mean of the valid pixels that it covers, weighted by the area that
/// it covers of them.
///
/// A window that is read is one of the coarser grid (`CellGrid.window` is the whole of it). The buffer becomes Float32:
/// a plane for each plane asked for, then one more with the share of each cell's area that is valid (0...1). Its one
/// mask is 0 where a cell holds no valid pixel; the planes are 0 there. A valid pixel that is no number makes its cells
/// none. Pixels that could not be read do not count, and the cells that touch them are told as unreadable.
///
/// Any cut of the coarser grid into windows gives the same bytes, because a cell is always added up from all of its
/// pixels in one order (`CellSums`). Of the raster only a strip is held at a time. Belongs to one thread.
package final class ResampledReader: PixelReader {
    /// The cells.
    package let grid: CellGrid
    private let source: any PixelReader
    private let planes: [Int]
    private let layers: Set<BufferLayer>
    private let stripHeight: Int
    private let judge: (PixelBuffer, inout [UInt8]) -> Void
    private var strip = PixelBuffer()
    private var validity: [UInt8] = []
    private var samples: [Float] = []

    /// A reader of cells.
    ///
    /// - Parameters:
    ///   - source: reads the raster that the grid lies over.
    ///   - planes: which planes of the source's buffers are wanted.
    ///   - layers: all planes and masks of the source's buffers that take part, those that validity is judged from among
    ///     them: what is lost elsewhere does not matter.
    ///   - stripHeight: rows of pixels that are read at a time, counted from the raster's first row; those of the file's
    ///     blocks, or a multiple, are decoded but once.
    ///   - validity: fills an array with one byte for each pixel of a buffer's window, row-major: 0 where the pixel does
    ///     not count.
    package init(
        _ source: any PixelReader, grid: CellGrid, planes: [Int], layers: Set<BufferLayer>, stripHeight: Int,
        validity: @escaping (PixelBuffer, inout [UInt8]) -> Void
    ) {
        precondition(stripHeight > 0)
        self.source = source
        self.grid = grid
        self.planes = planes
        self.layers = layers
        self.stripHeight = stripHeight
        judge = validity
    }

    /// Reads a window of the coarser grid.
    package func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws {
        buffer.reset(window: window, bandCount: planes.count + 1, type: .float32, maskCount: 1)
        guard !window.isEmpty else { return }
        var sums = CellSums(window, of: grid, planeCount: planes.count)
        for rows in strips(of: grid.pixels(of: window)) {
            try source.read(rows, into: &strip)
            judge(strip, &validity)
            for lost in strip.unreadable(in: layers) { leaveOut(lost.intersection(rows), of: &buffer) }
            add(window, to: &sums)
        }
        for cell in 0..<window.count {
            for plane in planes.indices {
                buffer.float32[plane * window.count + cell] = sums.mean(plane: plane, cell: cell)
            }
            let share = sums.validShare(cell: cell)
            buffer.float32[planes.count * window.count + cell] = share
            buffer.masks[cell] = share > 0 ? 255 : 0
        }
    }

    /// The pixels in strips of the raster, from top to bottom.
    private func strips(of pixels: PixelWindow) -> [PixelWindow] {
        stride(from: pixels.row / stripHeight * stripHeight, to: pixels.rows.upperBound, by: stripHeight).map {
            PixelWindow(column: pixels.column, row: $0, width: pixels.width, height: stripHeight).intersection(pixels)
        }
    }

    /// Adds the strip to the cells of a window.
    private func add(_ window: PixelWindow, to sums: inout CellSums) {
        let pixels = strip.window
        if samples.count < pixels.width { samples = Array(repeating: 0, count: pixels.width) }
        let cellRows = grid.cells(of: pixels).rows.clamped(to: window.rows)
        for row in cellRows {
            let span = grid.rows(ofCell: row)
            for line in span.pixels.clamped(to: pixels.rows) {
                let weight = span.weight(line - span.first)
                let valid = validity.span.extracting(pixels.indices(ofRow: line, in: pixels))
                sums.addWeights(valid, weight: weight, toCellRow: row)
                for (index, plane) in planes.enumerated() {
                    var all = samples.mutableSpan
                    var out = all._mutatingExtracting(0..<pixels.width)
                    strip.load(band: plane, row: line - pixels.row, column: 0, into: &out)
                    sums.add(plane: index, samples.span, valid, weight: weight, toCellRow: row)
                }
            }
        }
    }

    /// Takes pixels that could not be read out of the strip, and notes the cells that touch them.
    private func leaveOut(_ lost: PixelWindow, of buffer: inout PixelBuffer) {
        lost.fill(&validity, in: strip.window, with: 0)
        let cells = grid.cells(of: lost).intersection(buffer.window)
        let layers = Set((0...planes.count).map(BufferLayer.plane) + [.mask(0)])
        if !cells.isEmpty { buffer.unreadable.append(UnreadablePart(window: cells, layers: layers)) }
    }
}
