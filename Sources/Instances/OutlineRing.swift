/// A closed outline along sides of pixels that never comes by the same corner twice.
///
/// It begins at its first corner in raster order, and what it surrounds lies on its left when rows go down: exteriors
/// run counterclockwise on a raster that is shown with its first row on top, holes clockwise. Every corner is a turn; the
/// first one is not repeated at the end.
public struct OutlineRing: Hashable, Sendable {
    /// The corners, at least four.
    public let corners: [PixelCorner]

    /// True for the outline of a hole.
    public var isHole: Bool { corners[0].row == corners[1].row }

    /// Enclosed pixels; negative for a hole.
    public var signedArea: Int {
        var sum = 0
        for (index, corner) in corners.enumerated() {
            let next = corners[(index + 1) % corners.count]
            sum += Int(corner.row) * Int(next.column) - Int(next.row) * Int(corner.column)
        }
        return sum / 2
    }

    /// A ring from turns in order, from any of them.
    init(_ turns: some RandomAccessCollection<PixelCorner>) {
        var first = turns.startIndex
        for index in turns.indices where turns[index] < turns[first] { first = index }
        corners = Array(turns[first...]) + Array(turns[..<first])
    }

    /// The rings of a closed outline: where it comes by a corner twice it is cut in two.
    ///
    /// Pixels that share only a corner are not connected to an outline, so it can touch itself but never cross itself.
    static func rings(_ turns: [OutlineTurn]) -> [OutlineRing] {
        guard turns.contains(where: \.touches) else { return [OutlineRing(turns.map(\.corner))] }
        var rings: [OutlineRing] = []
        var open: [OutlineTurn] = []
        var places: [OutlineTurn: Int] = [:]
        for turn in turns {
            guard turn.touches else {
                open.append(turn)
                continue
            }
            guard let place = places[turn] else {
                places[turn] = open.count
                open.append(turn)
                continue
            }
            let loop = open[place...]
            rings.append(OutlineRing(loop.map(\.corner)))
            for passed in loop.dropFirst() where passed.touches { places[passed] = nil }
            open.removeSubrange((place + 1)...)
        }
        rings.append(OutlineRing(open.map(\.corner)))
        return rings
    }
}

extension OutlineRing: Spillable {
    /// Appends the ring without its first corner: directions alternate, so lengths are enough.
    public func write(to writer: inout ByteWriter) {
        writer.put(corners.count << 1 | (isHole ? 1 : 0))
        writer.put(Int(corners[0].row))
        writer.put(Int(corners[0].column))
        for index in 1..<corners.count {
            let (before, corner) = (corners[index - 1], corners[index])
            writer.put(signed: Int(corner.column - before.column) + Int(corner.row - before.row))
        }
    }

    /// Reads a ring.
    public init(from reader: inout ByteReader) {
        let head = reader.number()
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

/// One part of an object whose pixels are connected by sides: an exterior and the holes in it. Rings of one object touch
/// at corners at most, so that together they are a valid multipolygon.
public struct OutlinePolygon: Hashable, Sendable {
    /// The outer outline.
    public let exterior: OutlineRing
    /// Outlines of holes, by their first corners.
    public internal(set) var holes: [OutlineRing]

    /// Number of pixels inside.
    public var pixels: Int { holes.reduce(exterior.signedArea) { $0 + $1.signedArea } }
}
