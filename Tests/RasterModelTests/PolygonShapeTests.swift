import RasterModel
import TestSupport
import Testing

private func rectangle(_ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>) -> Ring {
    Ring([
        PixelPoint(column: columns.lowerBound, row: rows.lowerBound),
        PixelPoint(column: columns.upperBound, row: rows.lowerBound),
        PixelPoint(column: columns.upperBound, row: rows.upperBound),
        PixelPoint(column: columns.lowerBound, row: rows.upperBound),
    ])
}

@Suite("Polygons on a raster")
struct PolygonShapeTests {
    @Test("the last point need not repeat the first")
    func closing() {
        let open = rectangle(0...2, 0...3)
        #expect(Ring(open.points + [open.points[0]]) == open)
        #expect(open.signedArea == 6)
        #expect(Ring(open.points.reversed()).signedArea == -6)
        #expect(Ring([]).signedArea == 0)
    }

    @Test("holes are taken out, whichever way round they run")
    func holes() {
        let hole = rectangle(1...2, 1...2)
        #expect(PolygonShape(outer: rectangle(0...4, 0...4), holes: [hole]).area == 15)
        #expect(PolygonShape(outer: rectangle(0...4, 0...4), holes: [Ring(hole.points.reversed())]).area == 15)
    }

    @Test("the window is that of the pixels touched, within the raster")
    func window() {
        let size = RasterSize(width: 10, height: 8)
        #expect(
            rectangle(1.5...3.5, 2...4).bounds.window(within: size)
                == PixelWindow(column: 1, row: 2, width: 3, height: 2))
        #expect(
            rectangle(-5...300, -1e300...1e300).bounds.window(within: size)
                == PixelWindow(column: 0, row: 0, width: 10, height: 8))
        #expect(rectangle(20...30, 1...2).bounds.window(within: size).isEmpty)
        #expect(PixelBounds().window(within: size).isEmpty)
    }

    @Test("place is the inverse of position, rotated and sheared too")
    func placing() {
        var generator = SeededGenerator(1)
        for _ in 0..<200 {
            let transform = GeoTransform(
                originX: .random(in: -1e5...1e5, using: &generator), columnX: .random(in: 0.1...3, using: &generator),
                rowX: .random(in: -0.5...0.5, using: &generator), originY: .random(in: -1e5...1e5, using: &generator),
                columnY: .random(in: -0.5...0.5, using: &generator), rowY: .random(in: -3 ... -1, using: &generator))
            let place = PixelPoint(
                column: .random(in: 0...1000, using: &generator), row: .random(in: 0...1000, using: &generator))
            let (x, y) = transform.position(column: place.column, row: place.row)
            let back = transform.pixel(x: x, y: y)
            #expect((back.column - place.column).magnitude < 1e-6 && (back.row - place.row).magnitude < 1e-6)
        }
    }
}

@Suite("Polygons on a round earth")
struct TurnTests {
    /// 360 degrees are 360 columns here, and the raster goes from 170 to 190.
    private let pacific = RasterSize(width: 20, height: 10)

    @Test("a polygon on the other side of the 180th meridian comes over")
    func otherSide() {
        let east = PolygonShape(outer: rectangle(5...12, 1...3))
        let west = PolygonShape(outer: rectangle(-355 ... -348, 1...3))
        #expect(east.rolled(onto: pacific, turn: 360) == [east])
        #expect(west.rolled(onto: pacific, turn: 360) == [east])
    }

    @Test("a polygon that no turn brings onto the raster stays where it is")
    func elsewhere() {
        let shape = PolygonShape(outer: rectangle(100...120, 1...3))
        #expect(shape.rolled(onto: pacific, turn: 360) == [shape])
    }

    @Test("a polygon across the border of a world raster is cut there, hole included")
    func border() {
        let world = RasterSize(width: 360, height: 180)
        let shape = PolygonShape(outer: rectangle(-10...20, 50...60), holes: [rectangle(-5...5, 52...54)])
        let pieces = shape.rolled(onto: world, turn: 360)
        #expect(pieces.count == 2)
        #expect(pieces.reduce(0) { $0 + $1.area } == shape.area)
        #expect(pieces.allSatisfy { $0.bounds.left >= 0 && $0.bounds.right <= 360 })
        #expect(pieces.map { $0.bounds.right - $0.bounds.left }.sorted() == [10, 20])
    }

    @Test("pieces add up to the polygon, wherever it lies and however wide the raster is")
    func pieces() {
        var generator = SeededGenerator(2)
        for _ in 0..<300 {
            let left = Double.random(in: -800...800, using: &generator)
            let ring = Ring(
                (0..<7).map { _ in
                    PixelPoint(
                        column: left + .random(in: 0...300, using: &generator),
                        row: .random(in: 0...100, using: &generator))
                })
            let size = RasterSize(width: .random(in: 1...360, using: &generator), height: 100)
            let pieces = PolygonShape(outer: ring).rolled(onto: size, turn: 360)
            let area = pieces.reduce(0) { $0 + $1.outer.signedArea }
            #expect((area - ring.signedArea).magnitude < 1e-6)
        }
    }
}
