/// What the first sweep finds in one block.
public struct ComponentBlock: Sendable {
    /// For the merging of seams.
    let border: BlockBorder<Component>
    /// Components that lie inside the block, by their first pixels.
    let closed: SpillBatch<PixelPlace>
    /// Parts connected by sides, which outlines need where corners connect too; nil where they are the components.
    let outlineParts: BlockBorder<FirstPixel>?
    /// For `ObjectNumbers`: where the block's components begin.
    let roll: [UInt8]
    /// The patches of every class; nil where they are not counted.
    var patches: PatchBlock?
}

/// Which of a block's components reach a seam.
struct BlockRoll {
    private let parts: [Int32]
    /// Number of components that reach a seam.
    let partCount: Int

    init(_ count: Int, reachesSeam: (Int) -> Bool) {
        var partCount: Int32 = 0
        parts = (0..<count).map { label in
            guard reachesSeam(label) else { return -1 }
            defer { partCount += 1 }
            return partCount
        }
        self.partCount = Int(partCount)
    }

    /// Number of a component among those that reach a seam; -1 where it does not.
    func part(_ label: Int) -> Int32 { parts[label] }
}

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
