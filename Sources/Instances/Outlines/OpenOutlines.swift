/// Open outlines: chains connected where one ends and another begins.
struct OpenOutlines {
    private struct OpenOutline {
        var start: OutlineEnd
        var end: OutlineEnd
        var owner: OutlineOwner
        /// First and last turn; -1 for none.
        var head: Int32
        var tail: Int32
        /// Number of turns; negative where there were too many, and they are gone.
        var count = 0
    }

    /// A turn and the next one of its outline; -1 behind the last.
    private struct Node {
        var turn: OutlineTurn
        var next: Int32
    }

    private let mostCorners: Int
    private var outlines: [OpenOutline] = []
    private var freeOutlines: [Int32] = []
    private var nodes: [Node] = []
    private var freeNode: Int32 = -1
    private var byStart: [OutlineEnd: Int32] = [:]
    private var byEnd: [OutlineEnd: Int32] = [:]

    /// - Parameter mostCorners: outlines of more turns lose them.
    init(mostCorners: Int) { self.mostCorners = mostCorners }

    /// True where nothing is open.
    var isEmpty: Bool { byStart.isEmpty && byEnd.isEmpty }

    mutating func add(_ chain: OutlineChain, _ turns: ArraySlice<OutlineTurn>) {
        var outline = OpenOutline(start: chain.start, end: chain.end, owner: chain.owner, head: -1, tail: -1)
        for turn in turns { append(turn, to: &outline) }
        insert(outline)
    }

    /// Adds a side of a pixel on a seam.
    mutating func add(from start: OutlineEnd, to end: OutlineEnd, _ owner: OutlineOwner) {
        insert(OpenOutline(start: start, end: end, owner: owner, head: -1, tail: -1))
    }

    private mutating func insert(_ outline: OpenOutline) {
        let index: Int32
        if let free = freeOutlines.popLast() {
            index = free
            outlines[Int(free)] = outline
        } else {
            index = Int32(outlines.count)
            outlines.append(outline)
        }
        byStart[outline.start] = index
        byEnd[outline.end] = index
    }

    /// Connects what ends at a corner to what begins there.
    ///
    /// - Parameter turn: the corner, if the outline turns there.
    /// - Returns: the turns of the outline, if that closed it; nil for them if there were too many.
    mutating func connect(
        _ end: OutlineEnd, _ start: OutlineEnd, turn: OutlineTurn?
    ) -> (turns: [OutlineTurn]?, owner: OutlineOwner)? {
        guard let first = byEnd.removeValue(forKey: end), let second = byStart.removeValue(forKey: start) else {
            preconditionFailure("an outline ends on a seam")
        }
        var outline = outlines[Int(first)]
        if let turn { append(turn, to: &outline) }
        guard first != second else { return close(outline, first) }
        append(outlines[Int(second)], to: &outline)
        outlines[Int(first)] = outline
        byEnd[outline.end] = first
        freeOutlines.append(second)
        return nil
    }

    private mutating func append(_ other: OpenOutline, to outline: inout OpenOutline) {
        outline.end = other.end
        if outline.tail < 0 { outline.head = other.head } else { nodes[Int(outline.tail)].next = other.head }
        if other.tail >= 0 { outline.tail = other.tail }
        outline.count = outline.count < 0 || other.count < 0 ? -1 : outline.count + other.count
        limit(&outline)
    }

    /// Takes the turns of a outline that has too many.
    private mutating func limit(_ outline: inout OpenOutline) {
        guard outline.count < 0 || outline.count > mostCorners else { return }
        if outline.head >= 0 {
            nodes[Int(outline.tail)].next = freeNode
            freeNode = outline.head
        }
        (outline.head, outline.tail, outline.count) = (-1, -1, -1)
    }

    private mutating func close(_ outline: OpenOutline, _ index: Int32) -> (turns: [OutlineTurn]?, owner: OutlineOwner)
    {
        freeOutlines.append(index)
        guard outline.count >= 0 else { return (nil, outline.owner) }
        var turns: [OutlineTurn] = []
        turns.reserveCapacity(outline.count)
        var node = outline.head
        while node >= 0 {
            turns.append(nodes[Int(node)].turn)
            node = nodes[Int(node)].next
        }
        if outline.head >= 0 {
            nodes[Int(outline.tail)].next = freeNode
            freeNode = outline.head
        }
        return (turns, outline.owner)
    }

    private mutating func append(_ turn: OutlineTurn, to outline: inout OpenOutline) {
        guard outline.count >= 0 else { return }
        outline.count += 1
        let node = newNode(turn)
        if outline.tail < 0 { outline.head = node } else { nodes[Int(outline.tail)].next = node }
        outline.tail = node
    }

    private mutating func newNode(_ turn: OutlineTurn) -> Int32 {
        guard freeNode >= 0 else {
            nodes.append(Node(turn: turn, next: -1))
            return Int32(nodes.count - 1)
        }
        let node = freeNode
        freeNode = nodes[Int(node)].next
        nodes[Int(node)] = Node(turn: turn, next: -1)
        return node
    }
}
