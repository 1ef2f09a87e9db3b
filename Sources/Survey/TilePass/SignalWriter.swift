import RasterIO
import RasterModel
import Tiling

/// Writes signals of any window to the spool. Belongs to one worker.
struct SignalWriter {
    private let spool: SignalSpool
    private let file: SparseFile
    /// A part of a block as it is stored.
    private var words: [UInt32] = []
    /// Sum over all words written: each times twice its number in the file plus one. The order does not matter; another word
    /// anywhere changes it.
    private var sum: UInt64 = 0

    init(_ spool: SignalSpool) throws {
        self.spool = spool
        file = try SparseFile(opening: spool.path)
    }

    /// The sum since it was last taken.
    mutating func takeSum() -> UInt64 {
        defer { sum = 0 }
        return sum
    }

    /// Takes a signal of some pixels. No two workers may bring the same pixel.
    ///
    /// - Parameters:
    ///   - values: row-major, at least those of the window.
    ///   - core: which of them count.
    ///   - signal: its number.
    mutating func put(_ values: [Float], of window: PixelWindow, core: PixelWindow, signal: Int) throws {
        let side = spool.pyramid.blockSize
        for row in core.row / side...(core.rows.upperBound - 1) / side {
            for column in core.column / side...(core.columns.upperBound - 1) / side {
                let block = BlockAddress(level: 0, column: column, row: row)
                let whole = spool.pyramid.window(level: 0, column: column, row: row)
                let part = whole.intersection(core)
                guard encode(part, of: values, window) else { continue }
                let start = spool.offset(block: spool.pyramid.number(of: block), signal: signal)
                try write(part, at: start, of: whole)
            }
        }
    }

    /// Puts what is stored of a part into `words`.
    ///
    /// - Returns: false where nothing is known of it.
    private mutating func encode(_ part: PixelWindow, of values: [Float], _ window: PixelWindow) -> Bool {
        if words.count < part.count { words = [UInt32](repeating: 0, count: part.count) }
        var known: UInt32 = 0
        for row in part.rows {
            let from = (row - window.row) * window.width + part.column - window.column
            let to = (row - part.row) * part.width
            var all = words.mutableSpan
            var out = all._mutatingExtracting(to..<to + part.width)
            known |= invert(values.span.extracting(from..<from + part.width), into: &out)
        }
        return known != 0
    }

    /// Writes `words`, in one go where rows lie behind each other.
    private mutating func write(_ part: PixelWindow, at start: Int, of block: PixelWindow) throws {
        let (rows, length) = part.width == block.width ? (1, part.count) : (part.height, part.width)
        var added: UInt64 = 0
        for row in 0..<rows {
            let place = (part.row + row - block.row) * block.width + part.column - block.column
            let line = words.span.extracting(row * length..<(row + 1) * length)
            try file.write(line, at: start + 4 * place)
            added &+= SignalSpool.sum(of: line, from: start / 4 + place)
        }
        sum &+= added
    }
}
