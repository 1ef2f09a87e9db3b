import Spool
import RasterModel

/// Where the components of each block begin.
struct BlockRolls {
    let store: any SpillStore
    let places: [ByteRange]
    /// Number of blocks in a row.
    let across: Int
    /// Behind which row of pixels each row of blocks ends.
    let rowEnds: [Int]

    func record(ofBlock block: Int) throws -> BlockRollRecord {
        var bytes: [UInt8] = []
        try store.read(places[block], into: &bytes)
        return BlockRollRecord(bytes)
    }
}
