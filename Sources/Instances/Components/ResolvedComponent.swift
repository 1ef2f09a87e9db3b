import Spool
import RasterModel

/// What the second sweep needs to know of a component that it meets in a block.
struct ResolvedComponent: Spillable, Hashable {
    /// First pixel in raster order.
    let first: PixelPosition
    /// The row nearest to the centroid.
    let middleRow: Int
    /// The last row with a pixel.
    let lastRow: Int

    /// A component that is no object.
    static let other = ResolvedComponent()

    private init() {
        first = PixelPosition.behindAll
        middleRow = first.row
        lastRow = first.row
    }

    /// False where the component is no object.
    var isObject: Bool { first != PixelPosition.behindAll }

    init(_ region: RegionProperties) {
        first = region.first
        middleRow = region.middleRow
        lastRow = region.bounds.rows.upperBound - 1
    }

    /// Appends the component.
    package func write(to writer: inout ByteWriter) {
        first.write(to: &writer)
        writer.put(middleRow - first.row)
        writer.put(lastRow - first.row)
    }

    /// Reads a component.
    package init(from reader: inout ByteReader) {
        first = PixelPosition(from: &reader)
        middleRow = first.row + reader.number()
        lastRow = first.row + reader.number()
    }
}
