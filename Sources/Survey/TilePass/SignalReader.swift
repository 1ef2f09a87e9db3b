import RasterIO
import RasterModel
import Tiling

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

    /// One signal of any window, row-major: of a block with a halo, for what looks around. NaN where nothing is known.
    ///
    /// - Parameter window: inside the raster.
    mutating func values(of window: PixelWindow, signal: Int) throws -> [Float] {
        var values = [Float](repeating: .nan, count: window.count)
        for block in spool.pyramid.blocks(meeting: window) {
            let area = spool.pyramid.window(ofBlock: block)
            let plane = try planes(ofBlock: block)[signal]
            area.intersection(window).copy(from: plane, in: area, into: &values, in: window)
        }
        return values
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
