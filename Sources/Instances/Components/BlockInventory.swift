import Spool

/// Where the components of a block begin, in raster order, and what they are.
struct BlockInventory {
    /// What is known of a component inside the block.
    enum Kind: UInt8 {
        /// It lies inside the block and is an object.
        case object = 0
        /// It reaches a seam.
        case fragment = 1
        /// It lies inside the block and is no object.
        case other = 2
    }

    private(set) var firsts: [PixelPosition] = []
    private(set) var kinds: [Kind] = []

    init() {}

    mutating func add(_ first: PixelPosition, _ kind: Kind) {
        firsts.append(first)
        kinds.append(kind)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(firsts.count)
        var before = PixelPosition(column: 0, row: 0)
        for (first, kind) in zip(firsts, kinds) {
            writer.put((first.row - before.row) << 2 | Int(kind.rawValue))
            writer.put(signed: first.column - before.column)
            before = first
        }
        return writer.bytes
    }

    init(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        var first = PixelPosition(column: 0, row: 0)
        for _ in 0..<reader.number() {
            let head = reader.number()
            first = PixelPosition(column: first.column + reader.signedNumber(), row: first.row + head >> 2)
            add(first, Kind(rawValue: UInt8(head & 3)) ?? .other)
        }
    }
}
