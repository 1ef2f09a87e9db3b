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

    /// Stands for an outline of too many corners.
    var isOmitted: Bool { corners.isEmpty }
}

extension SpillBatch<OutlineKey> {
    /// Appends the rings of a closed outline: where it comes by a corner twice it is cut in two.
    ///
    /// Pixels that share only a corner are not connected to an outline, so it can touch itself but never cross itself.
    mutating func add(_ turns: [OutlineTurn], _ owner: OutlineOwner) {
        guard turns.contains(where: \.touches) else { return addRing(turns[...], owner) }
        var open: [OutlineTurn] = []
        var places = TouchPlaces(isLong: turns.count > 64)
        for turn in turns {
            guard turn.touches, let place = places.place(of: turn, in: open) else {
                if turn.touches { places.add(turn, at: open.count) }
                open.append(turn)
                continue
            }
            let loop = open[place...]
            addRing(loop, owner)
            places.remove(loop.dropFirst())
            open.removeSubrange((place + 1)...)
        }
        addRing(open[...], owner)
    }

    /// Appends a ring that comes by no corner twice, from its first corner.
    private mutating func addRing(_ turns: ArraySlice<OutlineTurn>, _ owner: OutlineOwner) {
        var first = turns.startIndex
        for index in turns.indices where turns[index].corner < turns[first].corner { first = index }
        add(OutlineKey(owner, turns[first].corner)) { writer in
            let second = turns[first + 1 < turns.endIndex ? first + 1 : turns.startIndex].corner
            OutlineRing.writeHead(turns.count, turns[first].corner, second, to: &writer)
            var before = turns[first].corner
            for index in turns.indices.dropFirst(first - turns.startIndex + 1) {
                OutlineRing.writeStep(from: &before, to: turns[index].corner, &writer)
            }
            for index in turns.startIndex..<first {
                OutlineRing.writeStep(from: &before, to: turns[index].corner, &writer)
            }
        }
    }

    /// Notes that an outline of too many corners was left out.
    mutating func addOmission(_ owner: OutlineOwner) {
        let corner = PixelCorner(column: Int32(owner.part.column), row: Int32(owner.part.row))
        add(OutlineKey(owner, corner)) { writer in writer.put(0) }
    }
}

extension OutlineRing: Spillable {
    /// Appends the ring. Directions alternate, so that after the first corner lengths are enough.
    public func write(to writer: inout ByteWriter) {
        guard !isOmitted else { return writer.put(0) }
        Self.writeHead(corners.count, corners[0], corners[1], to: &writer)
        var before = corners[0]
        for corner in corners.dropFirst() { Self.writeStep(from: &before, to: corner, &writer) }
    }

    fileprivate static func writeHead(
        _ count: Int, _ first: PixelCorner, _ second: PixelCorner, to writer: inout ByteWriter
    ) {
        writer.put(count << 1 | (first.row == second.row ? 1 : 0))
        writer.put(Int(first.row))
        writer.put(Int(first.column))
    }

    @inline(__always)
    fileprivate static func writeStep(
        from before: inout PixelCorner, to corner: PixelCorner, _ writer: inout ByteWriter
    ) {
        writer.put(signed: Int(corner.column - before.column) + Int(corner.row - before.row))
        before = corner
    }

    /// Reads a ring.
    public init(from reader: inout ByteReader) {
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

/// Where an outline came by corners that it may come by twice. Short outlines are searched, long ones have an index.
private struct TouchPlaces {
    let isLong: Bool
    private var index: [OutlineTurn: Int] = [:]

    init(isLong: Bool) { self.isLong = isLong }

    func place(of turn: OutlineTurn, in open: [OutlineTurn]) -> Int? {
        isLong ? index[turn] : open.firstIndex(of: turn)
    }

    mutating func add(_ turn: OutlineTurn, at place: Int) {
        if isLong { index[turn] = place }
    }

    mutating func remove(_ turns: ArraySlice<OutlineTurn>) {
        guard isLong else { return }
        for turn in turns where turn.touches { index[turn] = nil }
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
