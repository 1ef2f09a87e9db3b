import RasterModel

/// The first pixel of a component in raster order, which stands for it: no two components have the same.
struct FirstPixel: SeamPart, Spillable, Hashable {
    /// The pixel.
    private(set) var place = PixelPlace.behindAll

    /// Nothing: the identity of `merge`.
    init() {}

    init(_ place: PixelPlace) { self.place = place }

    /// Takes over another part of the same component.
    mutating func merge(_ other: FirstPixel) { place = min(place, other.place) }

    /// Pairs of pixels do not matter.
    mutating func pair(_ pair: PixelPair) {}

    /// What is around does not matter.
    mutating func meet(_ face: UInt8) {}

    /// Appends the pixel.
    func write(to writer: inout ByteWriter) { place.write(to: &writer) }

    /// Reads a pixel.
    init(from reader: inout ByteReader) { place = PixelPlace(from: &reader) }
}

/// What the second sweep needs to know of a component that it meets in a block.
struct ComponentPlace: Spillable, Hashable {
    /// First pixel in raster order.
    let first: PixelPlace
    /// The row nearest to the centroid.
    let middleRow: Int
    /// The last row with a pixel.
    let lastRow: Int

    /// A component that is no object.
    static let other = ComponentPlace()

    private init() {
        first = PixelPlace.behindAll
        middleRow = first.row
        lastRow = first.row
    }

    /// False where the component is no object.
    var isObject: Bool { first != PixelPlace.behindAll }

    init(_ shape: PatchShape) {
        first = shape.first
        middleRow = shape.middleRow
        lastRow = shape.bounds.rows.upperBound - 1
    }

    /// Appends the place.
    func write(to writer: inout ByteWriter) {
        first.write(to: &writer)
        writer.put(middleRow - first.row)
        writer.put(lastRow - first.row)
    }

    /// Reads a place.
    init(from reader: inout ByteReader) {
        first = PixelPlace(from: &reader)
        middleRow = first.row + reader.number()
        lastRow = first.row + reader.number()
    }
}
