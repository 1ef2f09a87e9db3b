/// An R-tree that is built from entries in a sensible order, node by node, without ever looking for a place.
///
/// Entries come strip by strip; each strip is sorted from left to right and cut into full nodes (Leutenegger, Lopez and
/// Edgington 1997: sort-tile-recursive), and so are the nodes of every level above. Memory holds one strip a level.
struct PackedTree {
    /// A rectangle in Float32, as large as the one in doubles or a little larger.
    struct Box: Hashable {
        var lowX: Float
        var highX: Float
        var lowY: Float
        var highY: Float

        init(_ extent: MapExtent) {
            (lowX, highX) = (Self.below(extent.lowX), Self.above(extent.highX))
            (lowY, highY) = (Self.below(extent.lowY), Self.above(extent.highY))
        }

        private static func below(_ value: Double) -> Float {
            let near = Float(value)
            return Double(near) > value ? near.nextDown : near
        }

        private static func above(_ value: Double) -> Float {
            let near = Float(value)
            return Double(near) < value ? near.nextUp : near
        }

        mutating func formUnion(_ other: Box) {
            (lowX, highX) = (min(lowX, other.lowX), max(highX, other.highX))
            (lowY, highY) = (min(lowY, other.lowY), max(highY, other.highY))
        }
    }

    /// What a node holds: a row of the table, or another node.
    struct Entry: Hashable {
        var number: Int
        var box: Box
    }

    /// A finished node.
    struct Node: Hashable {
        var number: Int
        /// 0 where its entries are rows of the table.
        var level: Int
        var entries: [Entry]
    }

    /// The root has the first number.
    private static let root = 1

    private let nodeCapacity: Int
    private let stripCapacity: Int
    private var levels: [[Entry]] = [[]]
    private var lastNumber = PackedTree.root

    /// - Parameters:
    ///   - nodeCapacity: most entries of a node.
    ///   - count: how many entries will come, about: strips of many are higher, so that nodes become squares.
    init(nodeCapacity: Int, count: Int) {
        self.nodeCapacity = nodeCapacity
        let nodesAcross = (Double(count) / Double(nodeCapacity)).squareRoot().rounded(.up)
        stripCapacity = nodeCapacity * Int(min(max(nodesAcross, 1), 1024))
    }

    /// Takes an entry.
    ///
    /// - Returns: nodes that are complete, children before their parents.
    mutating func add(_ entry: Entry) -> [Node] {
        // Cut when the next one comes, so that a strip that is the last can still become the root.
        let complete = levels[0].count == stripCapacity ? cut(0) : []
        levels[0].append(entry)
        return complete
    }

    /// The rest of the nodes, the root last.
    mutating func finish() -> [Node] {
        var complete: [Node] = []
        var level = 0
        while level < levels.count - 1 || levels[level].count > nodeCapacity {
            complete += cut(level)
            level += 1
        }
        return complete + [Node(number: Self.root, level: level, entries: levels[level])]
    }

    /// Makes nodes of a strip and entries of the level above of them.
    private mutating func cut(_ level: Int) -> [Node] {
        let entries = levels[level].sorted { ($0.box.lowX, $0.number) < ($1.box.lowX, $1.number) }
        levels[level].removeAll(keepingCapacity: true)
        if level + 1 == levels.count { levels.append([]) }
        var complete: [Node] = []
        // As even as can be: no node is nearly empty.
        let count = (entries.count + nodeCapacity - 1) / nodeCapacity
        for index in 0..<count {
            let part = entries[index * entries.count / count..<(index + 1) * entries.count / count]
            lastNumber += 1
            let node = Node(number: lastNumber, level: level, entries: Array(part))
            if levels[level + 1].count == stripCapacity { complete += cut(level + 1) }
            levels[level + 1].append(Entry(number: node.number, box: Self.box(of: node)))
            complete.append(node)
        }
        return complete
    }

    private static func box(of node: Node) -> Box {
        var box = node.entries[0].box
        for entry in node.entries.dropFirst() { box.formUnion(entry.box) }
        return box
    }
}
