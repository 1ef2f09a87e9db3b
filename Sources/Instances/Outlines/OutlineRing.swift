package import Spool

/// A closed outline along sides of pixels that never comes by the same corner twice.
///
/// It begins at its first corner in raster order, and what it surrounds lies on its left when rows go down: exteriors
/// run counterclockwise on a raster that is shown with its first row on top, holes clockwise. Every corner is a turn; the
/// first one is not repeated at the end.
package struct OutlineRing: Hashable, Sendable {
    /// The corners, at least four.
    package let corners: [PixelCorner]

    /// True for the outline of a hole.
    package var isHole: Bool { corners[0].row == corners[1].row }

    /// Enclosed pixels; negative for a hole.
    package var signedArea: Int {
        var sum = 0
        for (index, corner) in corners.enumerated() {
            let next = corners[(index + 1) % corners.count]
            sum += Int(corner.row) * Int(next.column) - Int(next.row) * Int(corner.column)
        }
        return sum / 2
    }

    /// Stands for an outline of too many corners.
    var isOmitted: Bool { corners.isEmpty }
}

extension OutlineRing: Spillable {
    /// Appends the ring. Directions alternate, so that after the first corner lengths are enough.
    package func write(to writer: inout ByteWriter) {
        guard !isOmitted else { return writer.put(0) }
        Self.writeHead(corners.count, corners[0], corners[1], to: &writer)
        var before = corners[0]
        for corner in corners.dropFirst() { Self.writeStep(from: &before, to: corner, &writer) }
    }

    static func writeHead(
        _ count: Int, _ first: PixelCorner, _ second: PixelCorner, to writer: inout ByteWriter
    ) {
        writer.put(count << 1 | (first.row == second.row ? 1 : 0))
        writer.put(Int(first.row))
        writer.put(Int(first.column))
    }

    @inline(__always)
    static func writeStep(
        from before: inout PixelCorner, to corner: PixelCorner, _ writer: inout ByteWriter
    ) {
        writer.put(signed: Int(corner.column - before.column) + Int(corner.row - before.row))
        before = corner
    }

    /// Reads a ring.
    package init(from reader: inout ByteReader) {
        let head = reader.number()
        guard head > 0 else {
            corners = []
            return
        }
        var isRow = head & 1 != 0
        let row = Int32(reader.number())
        var corner = PixelCorner(column: Int32(reader.number()), row: row)
        var corners = [corner]
        corners.reserveCapacity(head >> 1)
        for _ in 1..<head >> 1 {
            let step = Int32(reader.signedNumber())
            if isRow { corner.column += step } else { corner.row += step }
            corners.append(corner)
            isRow.toggle()
        }
        self.corners = corners
    }
}
