import TestSupport
import Testing

@testable import RasterIO

@Suite("Packed spatial index")
struct PackedTreeTests {
    /// Rectangles of a raster's objects: in the order of their upper edges.
    private func extents(_ count: Int, seed: Int) -> [MapExtent] {
        var random = SeededGenerator(seed)
        return (0..<count).map { index in
            let (x, y) = (Double.random(in: 4e5...5e5, using: &random), 5.4e6 - Double(index))
            var extent = MapExtent()
            extent.add(x, y)
            extent.add(x + Double.random(in: 0...9, using: &random), y - Double.random(in: 0...9, using: &random))
            return extent
        }
    }

    private func nodes(_ extents: [MapExtent], capacity: Int, expected: Int? = nil) -> [PackedTree.Node] {
        var tree = PackedTree(nodeCapacity: capacity, count: expected ?? extents.count)
        var nodes: [PackedTree.Node] = []
        for (index, extent) in extents.enumerated() {
            nodes += tree.add(PackedTree.Entry(number: index + 1, box: PackedTree.Box(extent)))
        }
        return nodes + tree.finish()
    }

    @Test(
        "Every row is in one leaf, every node but the root in one other, and each box holds what is below it",
        arguments: [0, 1, 4, 5, 17, 25, 26, 1000, 4321])
    func isATree(count: Int) throws {
        let extents = extents(count, seed: count)
        // The number that was expected may be wrong: then strips are of another height.
        for expected in [count, 1, 50 * count] {
            let nodes = nodes(extents, capacity: 5, expected: expected)
            #expect(nodes.last?.number == 1 && Set(nodes.map(\.number)) == Set(1...nodes.count))
            let rows = nodes.filter { $0.level == 0 }.flatMap(\.entries).map(\.number)
            #expect(rows.sorted() == Array(0..<count).map { $0 + 1 })
            let children = nodes.filter { $0.level > 0 }.flatMap(\.entries).map(\.number)
            #expect(children.sorted() == Array(2..<nodes.count + 1))
            let byNumber = Dictionary(uniqueKeysWithValues: nodes.map { ($0.number, $0) })
            for node in nodes {
                #expect(node.entries.count <= 5 && (count == 0 || !node.entries.isEmpty))
                for entry in node.entries where node.level > 0 {
                    let child = try #require(byNumber[entry.number])
                    #expect(child.level == node.level - 1)
                    var box = try #require(child.entries.first).box
                    for inner in child.entries { box.formUnion(inner.box) }
                    #expect(box == entry.box)
                }
            }
        }
    }

    @Test("Boxes in Float32 hold those in doubles")
    func rounding() {
        for extent in extents(500, seed: 3) {
            let box = PackedTree.Box(extent)
            #expect(Double(box.lowX) <= extent.lowX && Double(box.highX) >= extent.highX)
            #expect(Double(box.lowY) <= extent.lowY && Double(box.highY) >= extent.highY)
            #expect(Double(box.lowX.nextUp) > extent.lowX && Double(box.highX.nextDown) < extent.highX)
        }
    }
}
