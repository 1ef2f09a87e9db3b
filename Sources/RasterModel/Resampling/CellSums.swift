/// Area-weighted sums of samples over the cells of a window, filled pixel row by pixel row.
///
/// The order of the additions is that of the pixels in the cell: along each row from left to right, then the rows from
/// top to bottom. It depends on the cell alone, so every window that holds the cell gives the same sum.
struct CellSums {
    private let window: PixelWindow
    private let columns: [CellSpan]
    private let planeCount: Int
    /// For each plane, then for the weights of valid pixels, then for those of all pixels: a sum for each cell,
    /// row-major.
    private var sums: [Double]

    /// - Parameters:
    ///   - window: of the coarser grid.
    ///   - planeCount: planes to add up.
    init(_ window: PixelWindow, of grid: CellGrid, planeCount: Int) {
        self.window = window
        self.planeCount = planeCount
        columns = window.columns.map(grid.columns)
        sums = Array(repeating: 0, count: window.count * (planeCount + 2))
    }

    /// Adds one row of pixels of one plane to a row of cells.
    ///
    /// - Parameters:
    ///   - samples: from the first pixel that the window's cells cover.
    ///   - validity: the same pixels; 0 where one holds no observation.
    ///   - weight: share of the pixel row that the cells cover.
    ///   - row: of the cells, in the coarser grid's numbering.
    mutating func add(
        plane: Int, _ samples: Span<Float>, _ validity: Span<UInt8>, weight: Double, toCellRow row: Int
    ) {
        let start = plane * window.count + window.offset(ofRow: row, in: window)
        guard let first = columns.first?.first else { return }
        for (index, span) in columns.enumerated() {
            var sum = 0.0
            for pixel in 0..<span.count {
                let position = span.first - first + pixel
                // What is no observation may be no number either.
                let sample = validity[position] == 0 ? 0 : Double(samples[position])
                sum += sample * span.weight(pixel)
            }
            sums[start + index] += sum * weight
        }
    }

    /// Adds the weights of one row of pixels to a row of cells.
    mutating func addWeights(_ validity: Span<UInt8>, weight: Double, toCellRow row: Int) {
        let valid = planeCount * window.count + window.offset(ofRow: row, in: window)
        guard let first = columns.first?.first else { return }
        for (index, span) in columns.enumerated() {
            var (observed, all) = (0.0, 0.0)
            for pixel in 0..<span.count {
                let share = span.weight(pixel)
                all += share
                observed += validity[span.first - first + pixel] == 0 ? 0 : share
            }
            sums[valid + index] += observed * weight
            // The same additions as those of valid pixels, so that a cell without a gap is valid to exactly 1.
            sums[valid + window.count + index] += all * weight
        }
    }

    /// The mean of the valid pixels of a cell; 0 where there are none.
    func mean(plane: Int, cell index: Int) -> Float {
        let weight = sums[planeCount * window.count + index]
        return weight > 0 ? Float(sums[plane * window.count + index] / weight) : 0
    }

    /// Share of a cell's area that is valid, 0...1.
    func validShare(cell index: Int) -> Float {
        Float(sums[planeCount * window.count + index] / sums[(planeCount + 1) * window.count + index])
    }
}
