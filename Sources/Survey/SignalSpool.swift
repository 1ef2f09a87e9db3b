import Foundation
import RasterIO
import RasterModel
import Tiling

/// Where the signals of a catalog lie on disk while a survey counts: for each block of the mask and each signal a plane
/// of Float32, row-major, as wide as the block.
///
/// Workers write what they decide at its place, in any order; the last sweep over the mask reads block by block. Bits are
/// inverted, so that what nobody has written (bytes of 0) is NaN: what is not read, or holds no object, needs no writing.
struct SignalSpool: Sendable {
    private static let name = "signals.scratch"
    /// Of a whole block.
    static let planeBytes = 4 * MemoryPlan.blockSize * MemoryPlan.blockSize

    let pyramid: MaskPyramid
    /// Number of signals.
    let count: Int
    let path: String

    /// Where a catalog's signals lie; nil where it has none.
    init?(_ plan: SurveyPlan, _ catalog: CatalogPlan, in folder: RunFolder) {
        if catalog.signals.isEmpty { return nil }
        self.init(pyramid: plan.pyramid, count: catalog.signals.count, path: folder.file(Self.name))
    }

    init(pyramid: MaskPyramid, count: Int, path: String) {
        self.pyramid = pyramid
        self.count = count
        self.path = path
    }

    /// Bytes on disk at most: for all pixels of a raster.
    static func bytes(_ signals: Int, of raster: RasterSize) -> Int { 4 * signals * raster.count }

    /// Makes the file, in which nothing is known yet.
    func create() throws {
        _ = try SparseFile(path: path, count: pyramid.blockCount(0) * count * Self.planeBytes)
    }

    /// Gives the room on the disk back.
    func remove() throws { try FileManager.default.removeItem(atPath: path) }

    /// First byte of a plane.
    func offset(block: Int, signal: Int) -> Int { (block * count + signal) * Self.planeBytes }
}

/// Puts signals into their places. Belongs to one worker.
struct SignalWriter {
    private let spool: SignalSpool
    private let file: SparseFile
    /// A part of a block as it is stored.
    private var words: [UInt32] = []

    init(_ spool: SignalSpool) throws {
        self.spool = spool
        file = try SparseFile(opening: spool.path)
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
    private func write(_ part: PixelWindow, at start: Int, of block: PixelWindow) throws {
        let (rows, length) = part.width == block.width ? (1, part.count) : (part.height, part.width)
        for row in 0..<rows {
            let place = (part.row + row - block.row) * block.width + part.column - block.column
            try file.write(words.span.extracting(row * length..<(row + 1) * length), at: start + 4 * place)
        }
    }
}

/// Reads the signals of blocks. Belongs to one worker.
struct SignalReader {
    private let spool: SignalSpool
    private let file: SparseFile
    private var words: [UInt32] = []
    private var planes: [[Float]]

    init(_ spool: SignalSpool) throws {
        self.spool = spool
        file = try SparseFile(opening: spool.path)
        planes = Array(repeating: [], count: spool.count)
    }

    /// Planes of a block, row-major, at least its pixels: NaN where nothing is known.
    mutating func planes(ofBlock block: Int) throws -> [[Float]] {
        let count = spool.pyramid.window(ofBlock: block).count
        for signal in planes.indices {
            try file.read(count, at: spool.offset(block: block, signal: signal), into: &words)
            restore(words, count, into: &planes[signal])
        }
        return planes
    }
}

/// Inverts the bits of finite numbers; all others become 0.
///
/// - Returns: 0 where there is no finite one.
private func invert(_ values: Span<Float>, into words: inout MutableSpan<UInt32>) -> UInt32 {
    let count = words.count
    precondition(values.count == count)
    var known: UInt32 = 0
    for i in 0..<count {
        let value = values[i]
        let finite: UInt32 = value - value == 0 ? .max : 0
        let word = ~value.bitPattern & finite
        words[i] = word
        known |= word
    }
    return known
}

/// The numbers again; their array is grown when too small.
private func restore(_ words: [UInt32], _ count: Int, into numbers: inout [Float]) {
    if numbers.count < count { numbers = [Float](repeating: .nan, count: count) }
    let words = words.span.extracting(0..<count)
    var all = numbers.mutableSpan
    var out = all._mutatingExtracting(0..<count)
    for i in 0..<count { out[i] = Float(bitPattern: ~words[i]) }
}
