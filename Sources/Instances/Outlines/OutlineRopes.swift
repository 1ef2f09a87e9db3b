/// Open outlines: chains tied together where one ends and another begins.
struct OutlineRopes {
    private struct Rope {
        var start: OutlineEnd
        var end: OutlineEnd
        var owner: OutlineOwner
        /// First and last turn; -1 for none.
        var head: Int32
        var tail: Int32
        /// Number of turns; negative where there were too many, and they are gone.
        var count = 0
    }

    /// A turn and the next one of its rope; -1 behind the last.
    private struct Knot {
        var turn: OutlineTurn
        var next: Int32
    }

    private let mostCorners: Int
    private var ropes: [Rope] = []
    private var freeRopes: [Int32] = []
    private var knots: [Knot] = []
    private var freeKnot: Int32 = -1
    private var byStart: [OutlineEnd: Int32] = [:]
    private var byEnd: [OutlineEnd: Int32] = [:]

    /// - Parameter mostCorners: ropes of more turns lose them.
    init(mostCorners: Int) { self.mostCorners = mostCorners }

    /// True where nothing is open.
    var isEmpty: Bool { byStart.isEmpty && byEnd.isEmpty }

    mutating func add(_ chain: OutlineChain, _ turns: ArraySlice<OutlineTurn>) {
        var rope = Rope(start: chain.start, end: chain.end, owner: chain.owner, head: -1, tail: -1)
        for turn in turns { append(turn, to: &rope) }
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
    /// - Returns: the turns of the outline, if that closed it; nil for them if there were too many.
    mutating func tie(
        _ end: OutlineEnd, _ start: OutlineEnd, turn: OutlineTurn?
    ) -> (turns: [OutlineTurn]?, owner: OutlineOwner)? {
        guard let first = byEnd.removeValue(forKey: end), let second = byStart.removeValue(forKey: start) else {
            preconditionFailure("an outline ends on a seam")
        }
        var rope = ropes[Int(first)]
        if let turn { append(turn, to: &rope) }
        guard first != second else { return close(rope, first) }
        append(ropes[Int(second)], to: &rope)
        ropes[Int(first)] = rope
        byEnd[rope.end] = first
        freeRopes.append(second)
        return nil
    }

    private mutating func append(_ other: Rope, to rope: inout Rope) {
        rope.end = other.end
        if rope.tail < 0 { rope.head = other.head } else { knots[Int(rope.tail)].next = other.head }
        if other.tail >= 0 { rope.tail = other.tail }
        rope.count = rope.count < 0 || other.count < 0 ? -1 : rope.count + other.count
        limit(&rope)
    }

    /// Takes the turns of a rope that has too many.
    private mutating func limit(_ rope: inout Rope) {
        guard rope.count < 0 || rope.count > mostCorners else { return }
        if rope.head >= 0 {
            knots[Int(rope.tail)].next = freeKnot
            freeKnot = rope.head
        }
        (rope.head, rope.tail, rope.count) = (-1, -1, -1)
    }

    private mutating func close(_ rope: Rope, _ index: Int32) -> (turns: [OutlineTurn]?, owner: OutlineOwner) {
        freeRopes.append(index)
        guard rope.count >= 0 else { return (nil, rope.owner) }
        var turns: [OutlineTurn] = []
        turns.reserveCapacity(rope.count)
        var knot = rope.head
        while knot >= 0 {
            turns.append(knots[Int(knot)].turn)
            knot = knots[Int(knot)].next
        }
        if rope.head >= 0 {
            knots[Int(rope.tail)].next = freeKnot
            freeKnot = rope.head
        }
        return (turns, rope.owner)
    }

    private mutating func append(_ turn: OutlineTurn, to rope: inout Rope) {
        guard rope.count >= 0 else { return }
        rope.count += 1
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
