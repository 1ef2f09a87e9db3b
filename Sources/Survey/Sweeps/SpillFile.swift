import Spool
import Instances
import RasterIO

/// A scratch file of the run as a store of what sweeps spill. Belongs to one thread.
final class SpillFile: SpillStore {
    private let file: ScratchFile

    init(_ file: ScratchFile) { self.file = file }

    func append(_ bytes: [UInt8]) throws -> ByteRange {
        let place = try file.append(bytes)
        return ByteRange(offset: place.offset, count: place.count)
    }

    func read(_ place: ByteRange, into bytes: inout [UInt8]) throws {
        try file.read(ScratchFile.Place(offset: place.offset, count: place.count), into: &bytes)
    }
}
