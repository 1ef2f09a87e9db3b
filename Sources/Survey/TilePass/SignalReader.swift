import Foundation
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
