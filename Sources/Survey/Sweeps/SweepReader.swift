import Spool
import Instances
import RasterIO
import RasterModel
import Tiling

/// Reads blocks of codes for a sweep. Belongs to one worker, which has a handle of its own.
struct SweepReader {
    private let frame: SweepFrame
    private let source: SweepSource
    private let inflater: Inflater
    private var remover: PatchRemovalWorker?
    private var stream: [UInt8] = []
    /// Codes of the blocks that the last window met.
    private var decoded: [Int: [UInt8]] = [:]
    /// Where former sweeps have left their resolutions.
    let store: any SpillStore

    init(_ frame: SweepFrame, _ source: SweepSource) throws {
        self.frame = frame
        self.source = source
        inflater = try Inflater()
        store = try source.store.open()
        remover = source.removal?.step.worker(frame)
    }

    /// Row-major codes of any window: of a block with a halo, for what looks around.
    ///
    /// Blocks that it shares with the window before are not decoded again.
    ///
    /// - Parameter window: inside the raster.
    mutating func codes(of window: PixelWindow, into codes: inout [UInt8]) throws {
        if codes.count != window.count { codes = [UInt8](repeating: 0, count: window.count) }
        let blocks = frame.pyramid.blocks(meeting: window)
        decoded = decoded.filter { blocks.contains($0.key) }
        for block in blocks {
            if decoded[block] == nil {
                var whole: [UInt8] = []
                try self.codes(block, into: &whole)
                decoded[block] = whole
            }
            let area = frame.pyramid.window(ofBlock: block)
            area.intersection(window).copy(from: decoded[block] ?? [], in: area, into: &codes, in: window)
        }
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
