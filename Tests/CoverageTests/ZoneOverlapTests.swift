import RasterModel
import Testing

@testable import Coverage

private func ring(_ pairs: [(Double, Double)]) -> Ring { Ring(pairs.map { PixelPoint(column: $0.0, row: $0.1) }) }

private func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> PolygonShape {
    PolygonShape(outer: ring([(left, top), (right, top), (right, bottom), (left, bottom)]))
}

@Suite("Whether zones overlap")
struct ZoneOverlapTests {
    private func overlap(_ zones: [PolygonShape]) -> Bool { ZoneOverlap.isPossible(among: zones.map { [$0] }) }

    @Test("apart, side by side, corner to corner")
    func apart() {
        #expect(!overlap([]))
        #expect(!overlap([box(0, 0, 4, 4)]))
        #expect(!overlap([box(0, 0, 4, 4), box(10, 0, 14, 4)]))
        #expect(!overlap([box(0, 0, 4, 4), box(4, 0, 8, 4), box(0, 4, 4, 8), box(4, 4, 8, 8)]))
        // Corners on the neighbour's edge, and rings that run the other way round.
        let right = PolygonShape(outer: Ring(box(4, 1, 8, 3).outer.points.reversed()))
        #expect(!overlap([box(0, 0, 4, 4), right]))
        #expect(!overlap([box(0, 0, 4, 4), PolygonShape(outer: ring([(4, 1), (9, 2), (4, 3)]))]))
        #expect(!ZoneOverlap.isPossible(among: [[], [box(0, 0, 4, 4)], []]))
    }

    @Test("crossing, contained, the same, sharing corners only")
    func together() {
        #expect(overlap([box(0, 0, 4, 4), box(2, 2, 6, 6)]))
        #expect(overlap([box(0, 0, 9, 9), box(2, 2, 6, 6)]))
        #expect(overlap([box(2, 2, 6, 6), box(0, 0, 9, 9)]))
        #expect(overlap([box(0, 0, 4, 4), box(0, 0, 4, 4)]))
        #expect(overlap([box(0, 0, 4, 4), PolygonShape(outer: Ring(box(0, 0, 4, 4).outer.points.reversed()))]))
        #expect(overlap([box(0, 0, 4, 4), box(0, 0, 4, 2)]))
        // Through the corners of a square, without crossing an edge's inside.
        #expect(overlap([box(0, 0, 4, 4), PolygonShape(outer: ring([(-1, -1), (5, 5), (-1, 5)]))]))
        // Both bulge from the same two corners, into each other.
        let bows = [[(0.0, 0.0), (3, 5), (0, 10), (-9, 5)], [(0, 0), (9, 5), (0, 10), (-3, 5)]]
        #expect(overlap(bows.map { PolygonShape(outer: ring($0)) }))
    }

    @Test("in a hole is apart, across its border is not")
    func holes() {
        let lake = PolygonShape(outer: box(0, 0, 9, 9).outer, holes: [box(3, 3, 6, 6).outer])
        #expect(!overlap([lake, box(4, 4, 5, 5)]))
        #expect(!overlap([lake, box(3, 3, 6, 6)]))
        #expect(overlap([lake, box(2, 4, 5, 5)]))
    }

    @Test("slices of a star do not overlap; moved by a thousandth of a pixel they do")
    func slices() {
        var polygons = RandomPolygons(41)
        for _ in 0..<60 {
            let middle = PixelPoint(column: polygons.number(0...1e5), row: polygons.number(0...1e5))
            let corners = polygons.star(column: middle.column, row: middle.row, radii: 1...80, corners: 9).points
            var slices = corners.indices.map { index in
                PolygonShape(outer: Ring([middle, corners[index], corners[(index + 1) % 9]]))
            }
            #expect(!overlap(slices))
            let moved = slices[0].outer.points.map { PixelPoint(column: $0.column + 1e-3, row: $0.row - 1e-3) }
            slices[0].outer = Ring(moved)
            #expect(overlap(slices))
        }
    }

    @Test("what shares points is found")
    func againstPoints() {
        var polygons = RandomPolygons(42)
        let size = RasterSize(width: 40, height: 40)
        var (found, none) = (0, 0)
        for _ in 0..<300 {
            let zones = [polygons.polygon(on: size), polygons.polygon(on: size)]
            let masks = zones.map { PolygonMask([$0], size: size) }
            let shared = (0..<size.height).contains { row in
                let columns = masks.map { Set($0.spans(row: row).joined()) }
                return !columns[0].isDisjoint(with: columns[1])
            }
            if shared {
                #expect(overlap(zones))
                found += 1
            } else if !overlap(zones) {
                none += 1
            }
        }
        #expect(found > 20 && none > 50, "\(found) and \(none)")
    }
}
