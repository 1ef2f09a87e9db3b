package import Spool
package import RasterModel

/// Size, position and outline figures of a component (in image analysis: region properties): integers that add up over
/// its fragments.
package struct RegionProperties: Hashable, Sendable {
    /// Class code, or the first code of the group of classes.
    package internal(set) var code: UInt8 = 0
    /// Number of pixels.
    package internal(set) var pixels = 0
    /// Area in `FixedArea` units; 0 where the raster has no areas.
    package internal(set) var area: UInt128 = 0
    /// How many pixels have no known area although the raster has areas.
    package internal(set) var areaUnknown = 0
    /// The first pixel in raster order.
    package internal(set) var first = PixelPosition.behindAll
    /// Sum of the pixels' columns.
    package internal(set) var columnSum = 0
    /// Sum of the pixels' rows.
    package internal(set) var rowSum = 0
    /// Sides of pixels that the outline follows up or down, holes included.
    package internal(set) var verticalSides = 0
    /// Sides of pixels that the outline follows to the left or right, holes included.
    package internal(set) var horizontalSides = 0
    /// How often a pixel has another of the same key below and right of it, or above and left; of each such pair both
    /// count, each for its own component. 0 where diagonals are not counted.
    package internal(set) var fallingNeighbours = 0
    /// The same for above and right, or below and left.
    package internal(set) var risingNeighbours = 0
    /// True where the component reaches the edge of the raster.
    package internal(set) var touchesEdge = false
    /// True where a pixel shares a side with one that has no observation.
    package internal(set) var touchesAbsent = false

    private var firstColumn = Int.max
    private var endColumn = Int.min
    private var endRow = Int.min

    /// Nothing: the identity of `merge`.
    package init() {}

    /// The smallest window that holds all pixels.
    package internal(set) var bounds: PixelWindow {
        get { PixelWindow(column: firstColumn, row: first.row, endColumn: endColumn, endRow: endRow) }
        set {
            firstColumn = newValue.column
            endColumn = newValue.columns.upperBound
            endRow = newValue.rows.upperBound
        }
    }

    /// Mean column and row of the pixels; the centre of the raster's first pixel is 0, 0.
    package var centroid: (column: Double, row: Double) {
        (Double(columnSum) / Double(pixels), Double(rowSum) / Double(pixels))
    }

    /// The row nearest to the centroid; halves go to the row below. The component has pixels in it.
    package var middleRow: Int { (2 * rowSum + pixels) / (2 * pixels) }
}

extension RegionProperties: SeamFragment {
    /// Takes over another fragment of the same component.
    mutating func merge(_ other: RegionProperties) {
        code = max(code, other.code)
        pixels += other.pixels
        area += other.area
        areaUnknown += other.areaUnknown
        first = min(first, other.first)
        columnSum += other.columnSum
        rowSum += other.rowSum
        verticalSides += other.verticalSides
        horizontalSides += other.horizontalSides
        fallingNeighbours += other.fallingNeighbours
        risingNeighbours += other.risingNeighbours
        touchesEdge = touchesEdge || other.touchesEdge
        touchesAbsent = touchesAbsent || other.touchesAbsent
        firstColumn = min(firstColumn, other.firstColumn)
        endColumn = max(endColumn, other.endColumn)
        endRow = max(endRow, other.endRow)
    }

    /// Both pixels' sides turn out to lie inside.
    mutating func pair(_ pair: PixelPair) {
        switch pair {
        case .row: verticalSides -= 2
        case .column: horizontalSides -= 2
        case .falling: fallingNeighbours += 1
        case .rising: risingNeighbours += 1
        }
    }

    /// Notes pixels without observation.
    mutating func meet(_ face: UInt8) {
        if face == Face.absent { touchesAbsent = true }
    }
}

extension RegionProperties: Spillable {
    /// Appends the properties.
    package func write(to writer: inout ByteWriter) {
        writer.put(byte: code)
        writer.put(byte: (touchesEdge ? 1 : 0) | (touchesAbsent ? 2 : 0))
        first.write(to: &writer)
        writer.put(pixels)
        writer.put(wide: area)
        writer.put(areaUnknown)
        writer.put(first.column - firstColumn)
        writer.put(endColumn - first.column)
        writer.put(endRow - first.row)
        writer.put(columnSum - pixels * firstColumn)
        writer.put(rowSum - pixels * first.row)
        writer.put(verticalSides)
        writer.put(horizontalSides)
        writer.put(fallingNeighbours)
        writer.put(risingNeighbours)
    }

    /// Reads properties.
    package init(from reader: inout ByteReader) {
        code = reader.byte()
        let flags = reader.byte()
        touchesEdge = flags & 1 != 0
        touchesAbsent = flags & 2 != 0
        first = PixelPosition(from: &reader)
        pixels = reader.number()
        area = reader.wideNumber()
        areaUnknown = reader.number()
        firstColumn = first.column - reader.number()
        endColumn = first.column + reader.number()
        endRow = first.row + reader.number()
        columnSum = reader.number() + pixels * firstColumn
        rowSum = reader.number() + pixels * first.row
        verticalSides = reader.number()
        horizontalSides = reader.number()
        fallingNeighbours = reader.number()
        risingNeighbours = reader.number()
    }
}
