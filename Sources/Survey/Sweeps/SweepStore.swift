import RasterIO
import Spool

/// Where the codes of blocks lie, and what sweeps spill: one consumer appends, and any number of workers read.
enum SweepStore: Sendable {
    /// A file; the consumer has it open.
    case file(path: String)
    case memory(SpillMemory)

    /// A handle for one worker.
    func open() throws -> any SpillStore {
        switch self {
        case .file(let path): try AppendOnlyFile(reading: path)
        case .memory(let store): store
        }
    }

    /// For messages.
    var name: String {
        switch self {
        case .file(let path): path
        case .memory: "memory"
        }
    }
}
