import Instances
import RasterIO
import RasterModel
import Spool
import Tiling

/// Reads blocks of codes for a sweep. Belongs to one worker, which has a handle of its own.
struct SweepReader {
    private let plan: SurveyPlan
    private let source: SweepSource
    private let file: AppendOnlyFile
    private let inflater: Inflater
    private var remover: PatchRemovalWorker?
    private var stream: [UInt8] = []
    /// For what former sweeps settled.
    let store: AppendOnlyFile

    init(_ plan: SurveyPlan, _ source: SweepSource) throws {
        self.plan = plan
        self.source = source
        file = try AppendOnlyFile(reading: source.path)
        inflater = try Inflater()
        store = file
        remover = source.removal?.step.worker(plan)
    }

    /// Row-major codes of a block.
    mutating func codes(_ block: Int, into codes: inout [UInt8]) throws {
        let window = plan.pyramid.window(ofBlock: block)
        if codes.count != window.count { codes = [UInt8](repeating: 0, count: window.count) }
        let place = source.spool.place(ofBlock: block)
        try file.read(place, into: &stream)
        try inflater.decompress(stream, count: place.count, into: &codes, from: source.path)
        if let removal = source.removal {
            let settled = try removal.settlements.values(ofBlock: block, from: store)
            remover?.apply(to: &codes, window: window, settled: settled)
        }
    }
}
