import Spool
import Instances
import RasterIO
import RasterModel
import Spool
import Tiling

/// Reads blocks of codes for a sweep. Belongs to one worker, which has a handle of its own.
struct SweepReader {
    private let frame: SweepFrame
    private let source: SweepSource
    private let inflater: Inflater
    private var remover: PatchRemovalWorker?
    private var stream: [UInt8] = []
    /// For what former sweeps settled.
    let store: any SpillStore

    init(_ frame: SweepFrame, _ source: SweepSource) throws {
        self.frame = frame
        self.source = source
        inflater = try Inflater()
        store = try source.store.open()
        remover = source.removal?.step.worker(frame)
    }

    /// Row-major codes of a block.
    mutating func codes(_ block: Int, into codes: inout [UInt8]) throws {
        let window = frame.pyramid.window(ofBlock: block)
        if codes.count != window.count { codes = [UInt8](repeating: 0, count: window.count) }
        let range = source.spool.range(ofBlock: block)
        try store.read(range, into: &stream)
        try inflater.decompress(stream, count: range.count, into: &codes, from: source.store.name)
        if let removal = source.removal {
            let resolved = try removal.resolutions.values(ofBlock: block, from: store)
            remover?.apply(to: &codes, window: window, resolved: resolved)
        }
    }
}
