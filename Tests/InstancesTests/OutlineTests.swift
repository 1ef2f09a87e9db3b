import Instances
import RasterModel
import Testing

@Suite("Outlines and interior points")
struct OutlineTests {
    private var masks: [TestMask] { TestMask.figures.map(\.mask) + TestMask.random(42, seed: 99) }

    private func trace(
        _ mask: TestMask, _ neighbours: Neighbours, _ block: (width: Int, height: Int)
    ) throws -> [TracedObject] {
        var request = ComponentRequest(keys: .everyClass, neighbours: neighbours)
        request.tracesOutlines = true
        return try Streaming(mask, request, block: block, traces: true).objects
    }

    @Test(
        "outlines enclose exactly the pixels of their objects, for every block size",
        arguments: [Neighbours.four, .eight])
    func enclose(neighbours: Neighbours) throws {
        for mask in masks {
            let naive = NaiveComponents(mask, neighbours)
            let whole = try trace(mask, neighbours, (64, 64))
            #expect(whole.count == naive.pixels.count)
            for (object, pixels) in zip(whole, naive.pixels) {
                #expect(object.polygons.map(\.pixels).reduce(0, +) == pixels.count)
                #expect(Self.pixels(inside: object, size: mask.size) == pixels, "\(mask)")
                for polygon in object.polygons { check(polygon) }
            }
            for block in blockSizes {
                #expect(try trace(mask, neighbours, block) == whole, "\(block)\n\(mask)")
            }
        }
    }

    /// Pixels whose centres the outline goes around: each crossed by a line from the left an odd number of times.
    static func pixels(inside object: TracedObject, size: RasterSize) -> [PixelPosition] {
        var crossings: Set<PixelPosition> = []
        for ring in object.polygons.flatMap({ [$0.exterior] + $0.holes }) {
            for (corner, next) in zip(ring.corners, ring.corners.dropFirst() + ring.corners.prefix(1)) {
                for row in min(corner.row, next.row)..<max(corner.row, next.row) {
                    crossings.formSymmetricDifference([PixelPosition(column: Int(corner.column), row: Int(row))])
                }
            }
        }
        return (0..<size.height).flatMap { row in
            var isInside = false
            return (0..<size.width).compactMap { column in
                let position = PixelPosition(column: column, row: row)
                if crossings.contains(position) { isInside.toggle() }
                return isInside ? position : nil
            }
        }
    }

    /// What makes a polygon valid: simple rings that turn at every corner, in their orientation, beginning at the first
    /// corner; exterior and holes meet in at most one corner.
    private func check(_ polygon: OutlinePolygon) {
        #expect(!polygon.exterior.isHole && polygon.exterior.signedArea > 0)
        #expect(polygon.holes.allSatisfy { $0.isHole && $0.signedArea < 0 })
        for ring in [polygon.exterior] + polygon.holes {
            #expect(Set(ring.corners).count == ring.corners.count)
            #expect(ring.corners.min() == ring.corners[0])
            for index in ring.corners.indices {
                let (a, b) = (ring.corners[index], ring.corners[(index + 1) % ring.corners.count])
                let c = ring.corners[(index + 2) % ring.corners.count]
                #expect((a.row == b.row) != (a.column == b.column))
                #expect((a.row == b.row) != (b.row == c.row))
            }
        }
        for hole in polygon.holes {
            #expect(Set(hole.corners).intersection(polygon.exterior.corners).count <= 1)
        }
    }

    @Test("an outline that touches itself is cut into rings that touch at a corner")
    func touches() throws {
        let mask = TestMask(". 1 1 .\n1 . 1 1\n1 1 1 .")
        let polygons = try trace(mask, .four, (64, 64))[0].polygons
        #expect(polygons.count == 1 && polygons[0].holes.count == 1)
        #expect(polygons[0].holes[0].corners.map { [$0.column, $0.row] } == [[1, 1], [2, 1], [2, 2], [1, 2]])
        let corners = polygons[0].exterior.corners.map { [$0.column, $0.row] }
        #expect(
            corners == [
                [1, 0], [1, 1], [0, 1], [0, 3], [3, 3], [3, 2], [4, 2], [4, 1], [3, 1], [3, 0],
            ])
    }

    @Test("an object of pixels that share corners is one polygon for each part connected by sides")
    func corners() throws {
        let objects = try trace(TestMask("1 . 1\n. 1 .\n. . 1"), .eight, (2, 2))
        #expect(objects.count == 1)
        #expect(objects[0].polygons.map(\.pixels) == [1, 1, 1, 1])
    }

    @Test("the interior point is the middle of the longest run in the row of the centroid")
    func interior() throws {
        for neighbours in [Neighbours.four, .eight] {
            for mask in masks {
                let naive = NaiveComponents(mask, neighbours)
                for (object, pixels) in zip(try trace(mask, neighbours, (5, 4)), naive.pixels) {
                    let sum = pixels.map(\.row).reduce(0, +)
                    let row = Int((Double(sum) / Double(pixels.count) + 0.5).rounded(.down))
                    let columns = pixels.filter { $0.row == row }.map(\.column)
                    var best: [Int] = []
                    var run: [Int] = []
                    for column in columns {
                        run = run.last == column - 1 ? run + [column] : [column]
                        if run.count > best.count { best = run }
                    }
                    #expect(object.interior == PixelPosition(column: best[(best.count - 1) / 2], row: row))
                }
            }
        }
    }

    @Test("objects are numbered in raster order and carry their components")
    func numbers() throws {
        let objects = try trace(TestMask.rings(9), .four, (4, 4))
        #expect(objects.map(\.id) == [1, 2, 3, 4, 5])
        #expect(objects.map(\.component.region.pixels) == [32, 24, 16, 8, 1])
        #expect(objects.map { $0.polygons[0].holes.count } == [1, 1, 1, 1, 0])
    }

    @Test("objects whose outlines have too many corners come without, for every block size")
    func omitted() throws {
        for mask in masks {
            for neighbours in [Neighbours.four, .eight] {
                let whole = try trace(mask, neighbours, (64, 64))
                for (number, block) in blockSizes.enumerated() {
                    let limit = 4 + 4 * number
                    var request = ComponentRequest(keys: .everyClass, neighbours: neighbours)
                    request.tracesOutlines = true
                    let found = try Streaming(mask, request, block: block, traces: true, mostCorners: limit).objects
                    for (object, full) in zip(found, whole) {
                        let corners = full.polygons.flatMap { [$0.exterior] + $0.holes }.map(\.corners.count)
                        #expect(object.isOutlineOmitted == (corners.reduce(0, +) > limit))
                        #expect(object.polygons == (object.isOutlineOmitted ? [] : full.polygons))
                        #expect((object.interior, object.id) == (full.interior, full.id))
                    }
                }
            }
        }
    }
}
