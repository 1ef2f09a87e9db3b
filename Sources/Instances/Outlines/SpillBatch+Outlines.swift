import Spool

extension SpillBatch<OutlineKey> {
    /// Appends the rings of a closed outline: where it comes by a corner twice it is cut in two.
    ///
    /// Pixels that share only a corner are not connected to an outline, so it can touch itself but never cross itself.
    mutating func add(_ turns: [OutlineTurn], _ owner: OutlineOwner) {
        guard owner.isObject else { return }
        guard turns.contains(where: \.touches) else { return addRing(turns[...], owner) }
        var open: [OutlineTurn] = []
        var seen = TouchIndex(isLong: turns.count > 64)
        for turn in turns {
            guard turn.touches, let index = seen.index(of: turn, in: open) else {
                if turn.touches { seen.add(turn, at: open.count) }
                open.append(turn)
                continue
            }
            let loop = open[index...]
            addRing(loop, owner)
            seen.remove(loop.dropFirst())
            open.removeSubrange((index + 1)...)
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
        guard owner.isObject else { return }
        let corner = PixelCorner(column: Int32(owner.part.column), row: Int32(owner.part.row))
        add(OutlineKey(owner, corner)) { writer in writer.put(0) }
    }
}

/// Where an outline came by corners that it may come by twice. Short outlines are searched, long ones have an index.
private struct TouchIndex {
    let isLong: Bool
    private var indices: [OutlineTurn: Int] = [:]

    init(isLong: Bool) { self.isLong = isLong }

    func index(of turn: OutlineTurn, in open: [OutlineTurn]) -> Int? {
        isLong ? indices[turn] : open.firstIndex(of: turn)
    }

    mutating func add(_ turn: OutlineTurn, at position: Int) {
        if isLong { indices[turn] = position }
    }

    mutating func remove(_ turns: ArraySlice<OutlineTurn>) {
        guard isLong else { return }
        for turn in turns where turn.touches { indices[turn] = nil }
    }
}
