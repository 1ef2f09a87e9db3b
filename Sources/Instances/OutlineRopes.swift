/// Open outlines: chains tied together where one ends and another begins.
struct OutlineRopes {
    private struct Rope {
        var start: OutlineEnd
        var end: OutlineEnd
        var owner: OutlineOwner
        /// First and last turn; -1 for none.
        var head: Int32
        var tail: Int32
    }

    /// A turn and the next one of its rope; -1 behind the last.
    private struct Knot {
        var turn: OutlineTurn
        var next: Int32
    }

    private var ropes: [Rope] = []
    private var freeRopes: [Int32] = []
    private var knots: [Knot] = []
    private var freeKnot: Int32 = -1
    private var byStart: [OutlineEnd: Int32] = [:]
    private var byEnd: [OutlineEnd: Int32] = [:]

    /// True where nothing is open.
    var isEmpty: Bool { byStart.isEmpty && byEnd.isEmpty }

    mutating func add(_ chain: OutlineChain) {
        var rope = Rope(start: chain.start, end: chain.end, owner: chain.owner, head: -1, tail: -1)
        for turn in chain.turns { append(turn, to: &rope) }
        insert(rope)
    }

    /// Adds a side of a pixel on a seam.
    mutating func add(from start: OutlineEnd, to end: OutlineEnd, _ owner: OutlineOwner) {
        insert(Rope(start: start, end: end, owner: owner, head: -1, tail: -1))
    }

    private mutating func insert(_ rope: Rope) {
        let index: Int32
        if let free = freeRopes.popLast() {
            index = free
            ropes[Int(free)] = rope
        } else {
            index = Int32(ropes.count)
            ropes.append(rope)
        }
        byStart[rope.start] = index
        byEnd[rope.end] = index
    }

    /// Ties what ends at a corner to what begins there.
    ///
    /// - Parameter turn: the corner, if the outline turns there.
    /// - Returns: the turns of the outline, if that closed it.
    mutating func tie(
        _ end: OutlineEnd, _ start: OutlineEnd, turn: OutlineTurn?
    ) -> (turns: [OutlineTurn], owner: OutlineOwner)? {
        guard let first = byEnd.removeValue(forKey: end), let second = byStart.removeValue(forKey: start) else {
            preconditionFailure("an outline ends on a seam")
        }
        if let turn {
            var rope = ropes[Int(first)]
            append(turn, to: &rope)
            ropes[Int(first)] = rope
        }
        guard first != second else { return close(first) }
        let other = ropes[Int(second)]
        if ropes[Int(first)].tail < 0 {
            ropes[Int(first)].head = other.head
        } else {
            knots[Int(ropes[Int(first)].tail)].next = other.head
        }
        if other.tail >= 0 { ropes[Int(first)].tail = other.tail }
        ropes[Int(first)].end = other.end
        byEnd[other.end] = first
        freeRopes.append(second)
        return nil
    }

    private mutating func close(_ index: Int32) -> (turns: [OutlineTurn], owner: OutlineOwner) {
        var turns: [OutlineTurn] = []
        var knot = ropes[Int(index)].head
        while knot >= 0 {
            turns.append(knots[Int(knot)].turn)
            let next = knots[Int(knot)].next
            knots[Int(knot)].next = freeKnot
            freeKnot = knot
            knot = next
        }
        freeRopes.append(index)
        return (turns, ropes[Int(index)].owner)
    }

    private mutating func append(_ turn: OutlineTurn, to rope: inout Rope) {
        let knot = newKnot(turn)
        if rope.tail < 0 { rope.head = knot } else { knots[Int(rope.tail)].next = knot }
        rope.tail = knot
    }

    private mutating func newKnot(_ turn: OutlineTurn) -> Int32 {
        guard freeKnot >= 0 else {
            knots.append(Knot(turn: turn, next: -1))
            return Int32(knots.count - 1)
        }
        let knot = freeKnot
        freeKnot = knots[Int(knot)].next
        knots[Int(knot)] = Knot(turn: turn, next: -1)
        return knot
    }
}
