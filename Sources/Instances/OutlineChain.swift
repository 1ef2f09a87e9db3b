/// Whose outline it is.
struct OutlineOwner: Hashable, Sendable {
    /// First pixel of the object.
    var object: PixelPlace
    /// First pixel of the part of it that is connected by sides.
    var part: PixelPlace

    /// False for a component that is no object: its outline is followed and dropped.
    var isObject: Bool { object != PixelPlace.behindAll }
}

/// Where an outline begins or ends: a corner on a seam and the direction there.
struct OutlineEnd: Hashable, Sendable {
    private let packed: UInt64

    init(column: Int, row: Int, _ direction: OutlineDirection) {
        packed = UInt64(row) << 34 | UInt64(column) << 2 | UInt64(direction.rawValue)
    }
}

/// An open piece of an outline between two seams.
struct OutlineChain: Sendable {
    var start: OutlineEnd
    var end: OutlineEnd
    /// Where its turns are among those of the block.
    var turns: Range<Int>
    var owner: OutlineOwner
}

/// What rings are sorted by: object, part, first corner.
struct OutlineKey: SpillKey {
    /// First pixel of the object.
    let object: PixelPlace
    let part: PixelPlace
    let corner: PixelCorner

    init(_ owner: OutlineOwner, _ corner: PixelCorner) {
        object = owner.object
        part = owner.part
        self.corner = corner
    }

    /// By object, then part, then first corner: an exterior comes before the holes in it.
    static func < (a: OutlineKey, b: OutlineKey) -> Bool {
        if a.object != b.object { return a.object < b.object }
        if a.part != b.part { return a.part < b.part }
        return a.corner < b.corner
    }

    /// Appends the key.
    func write(to writer: inout ByteWriter) {
        object.write(to: &writer)
        part.write(to: &writer)
        PixelPlace(column: Int(corner.column), row: Int(corner.row)).write(to: &writer)
    }

    /// Reads a key.
    init(from reader: inout ByteReader) {
        object = PixelPlace(from: &reader)
        part = PixelPlace(from: &reader)
        let place = PixelPlace(from: &reader)
        corner = PixelCorner(column: Int32(place.column), row: Int32(place.row))
    }
}
