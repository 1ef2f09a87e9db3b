import Spool
import RasterModel

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
    package func write(to writer: inout ByteWriter) {
        first.write(to: &writer)
        writer.put(middleRow - first.row)
        writer.put(lastRow - first.row)
    }

    /// Reads a place.
    package init(from reader: inout ByteReader) {
        first = PixelPlace(from: &reader)
        middleRow = first.row + reader.number()
        lastRow = first.row + reader.number()
    }
}
