import RasterModel
import Testing

@testable import Coverage

private func points(_ pairs: [(Double, Double)]) -> [PixelPoint] { pairs.map { PixelPoint(column: $0.0, row: $0.1) } }

private func drawing(_ mask: PolygonMask, _ size: RasterSize) -> [String] {
    (0..<size.height).map { row in
        var line = Array(repeating: ".", count: size.width)
        for span in mask.spans(row: row) { for column in span { line[column] = "#" } }
        return line.joined()
    }
}

@Suite("Pixels whose centres lie in polygons")
struct PolygonMaskTests {
    private let five = RasterSize(width: 5, height: 5)

    @Test("a rectangle takes the centres it covers")
    func rectangle() {
        let shape = PolygonShape(outer: Ring(points([(0.6, 1), (3.6, 1), (3.6, 3.4), (0.6, 3.4)])))
        #expect(drawing(PolygonMask([shape], size: five), five) == [".....", ".###.", ".###.", ".....", "....."])
    }

    @Test("a border through centres: right of it and below it is in")
    func border() {
        let shape = PolygonShape(outer: Ring(points([(0.5, 0.5), (2.5, 0.5), (2.5, 2.5), (0.5, 2.5)])))
        #expect(drawing(PolygonMask([shape], size: five), five) == ["##...", "##...", ".....", ".....", "....."])
    }

    @Test("a hole is out, unless another polygon covers it")
    func hole() {
        let outer = Ring(points([(0, 0), (5, 0), (5, 5), (0, 5)]))
        let hole = Ring(points([(1, 1), (4, 1), (4, 4), (1, 4)]))
        let ring = PolygonShape(outer: outer, holes: [hole])
        #expect(drawing(PolygonMask([ring], size: five), five) == ["#####", "#...#", "#...#", "#...#", "#####"])
        let middle = PolygonShape(outer: Ring(points([(2, 0), (3, 0), (3, 3), (2, 3)]).reversed()))
        #expect(
            drawing(PolygonMask([ring, middle], size: five), five) == ["#####", "#.#.#", "#.#.#", "#...#", "#####"])
    }

    @Test("polygons reach beyond the raster")
    func beyond() {
        let shape = PolygonShape(outer: Ring(points([(-1e9, -1e9), (1e9, -1e9), (1e9, 2), (-1e9, 2)])))
        #expect(drawing(PolygonMask([shape], size: five), five) == ["#####", "#####", ".....", ".....", "....."])
        let mask = PolygonMask([shape], size: five)
        #expect(mask.rows == 0..<2)
        #expect(mask.isEmpty(in: PixelWindow(column: 0, row: 2, width: 5, height: 3)))
        #expect(!mask.isEmpty(in: PixelWindow(column: 4, row: 1, width: 1, height: 3)))
        #expect(PolygonMask([], size: five).rows.isEmpty)
    }

    @Test("every centre is in exactly where it is inside an odd number of rings of some polygon")
    func againstPoints() {
        var polygons = RandomPolygons(3)
        let size = RasterSize(width: 60, height: 70)
        for _ in 0..<60 {
            let shapes = [polygons.polygon(on: size), polygons.polygon(on: size)]
            let mask = PolygonMask(shapes, size: size)
            for row in 0..<size.height {
                var line = Array(repeating: false, count: size.width)
                for span in mask.spans(row: row) { for column in span { line[column] = true } }
                for column in 0..<size.width {
                    let inside = shapes.contains { $0.contains(Double(column) + 0.5, Double(row) + 0.5) }
                    #expect(line[column] == inside)
                }
            }
        }
    }

    @Test("columns asked for are the same as in the whole row")
    func windows() {
        var polygons = RandomPolygons(4)
        let size = RasterSize(width: 60, height: 70)
        for _ in 0..<20 {
            let mask = PolygonMask([polygons.polygon(on: size), polygons.polygon(on: size)], size: size)
            for row in 0..<size.height {
                let whole = mask.spans(row: row).flatMap(Array.init)
                let parts = stride(from: 0, to: size.width, by: 7).flatMap { left in
                    mask.spans(row: row, columns: left..<min(left + 7, size.width)).flatMap(Array.init)
                }
                #expect(parts == whole)
            }
        }
    }

    @Test("neighbours that share borders share no pixel and leave none out")
    func partition() {
        var polygons = RandomPolygons(5)
        let size = RasterSize(width: 50, height: 50)
        for _ in 0..<30 {
            let middle = PixelPoint(column: polygons.number(10...40), row: polygons.number(10...40))
            let ring = polygons.star(column: middle.column, row: middle.row, radii: 20...80, corners: 9).points
            let slices = ring.indices.map { index in
                PolygonShape(outer: Ring([middle, ring[index], ring[(index + 1) % ring.count]]))
            }
            let whole = PolygonMask([PolygonShape(outer: Ring(ring))], size: size)
            for row in 0..<size.height {
                let parts = slices.flatMap { PolygonMask([$0], size: size).spans(row: row).flatMap(Array.init) }
                #expect(parts.sorted() == whole.spans(row: row).flatMap(Array.init))
            }
        }
    }
}

extension PolygonShape {
    /// Ray casting, ring by ring.
    fileprivate func contains(_ x: Double, _ y: Double) -> Bool {
        var isInside = false
        for ring in rings {
            var last = ring.points[ring.points.count - 1]
            for point in ring.points {
                if (point.row > y) != (last.row > y),
                    x < last.column + (point.column - last.column) * (y - last.row) / (point.row - last.row)
                {
                    isInside.toggle()
                }
                last = point
            }
        }
        return isInside
    }
}
