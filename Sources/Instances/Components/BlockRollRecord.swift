import Spool

/// Where the components of a block begin, in raster order, and what they are.
struct BlockRollRecord {
    /// What is known of a component inside the block.
    enum Kind: UInt8 {
        /// It lies inside the block and is an object.
        case object = 0
        /// It reaches a seam.
        case part = 1
        /// It lies inside the block and is no object.
        case other = 2
    }

    private(set) var firsts: [PixelPlace] = []
    private(set) var kinds: [Kind] = []

    init() {}

    mutating func add(_ first: PixelPlace, _ kind: Kind) {
        firsts.append(first)
        kinds.append(kind)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(firsts.count)
        var before = PixelPlace(column: 0, row: 0)
        for (first, kind) in zip(firsts, kinds) {
            writer.put((first.row - before.row) << 2 | Int(kind.rawValue))
            writer.put(signed: first.column - before.column)
            before = first
        }
        return writer.bytes
    }

    init(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        var place = PixelPlace(column: 0, row: 0)
        for _ in 0..<reader.number() {
            let head = reader.number()
            place = PixelPlace(column: place.column + reader.signedNumber(), row: place.row + head >> 2)
            add(place, Kind(rawValue: UInt8(head & 3)) ?? .other)
        }
    }
}
