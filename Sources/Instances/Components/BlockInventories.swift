import Spool

/// Where the components of each block begin.
struct BlockInventories {
    let store: any SpillStore
    let ranges: [ByteRange]
    /// Number of blocks in a row.
    let across: Int
    /// Behind which row of pixels each row of blocks ends.
    let rowEnds: [Int]

    func inventory(ofBlock block: Int) throws -> BlockInventory {
        var bytes: [UInt8] = []
        try store.read(ranges[block], into: &bytes)
        return BlockInventory(bytes)
    }
}
