import Spool

/// What rings are sorted by: object, part, first corner.
struct OutlineKey: SpillKey {
    /// First pixel of the object.
    let object: PixelPosition
    let part: PixelPosition
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
    package func write(to writer: inout ByteWriter) {
        object.write(to: &writer)
        part.write(to: &writer)
        PixelPosition(column: Int(corner.column), row: Int(corner.row)).write(to: &writer)
    }

    /// Reads a key.
    package init(from reader: inout ByteReader) {
        object = PixelPosition(from: &reader)
        part = PixelPosition(from: &reader)
        let position = PixelPosition(from: &reader)
        corner = PixelCorner(column: Int32(position.column), row: Int32(position.row))
    }
}
