import RasterModel
import Testing

@testable import Coverage

private func ring(_ pairs: [(Double, Double)]) -> Ring { Ring(pairs.map { PixelPoint(column: $0.0, row: $0.1) }) }

private func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Ring {
    ring([(left, top), (right, top), (right, bottom), (left, bottom)])
}

extension WindowShares {
    /// Row-major shares of a window, in pixels.
    fileprivate func matrix(_ window: PixelWindow) -> [[Double]] {
        var rows = Array(repeating: Array(repeating: 0.0, count: window.width), count: window.height)
        for run in runs { for column in run.columns { rows[run.row - window.row][column - window.column] = 1 } }
        for part in parts { rows[part.row - window.row][part.column - window.column] = Double(part.share) * 0x1p-30 }
        return rows
    }
}

@Suite("Shares of pixels inside polygons")
struct PolygonSharesTests {
    private let five = RasterSize(width: 5, height: 5)

    private func shares(_ polygons: [PolygonShape], _ size: RasterSize = RasterSize(width: 5, height: 5)) -> [[Double]]
    {
        let window = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        return PolygonShares(polygons, size: size).shares(in: window).matrix(window)
    }

    @Test("a rectangle takes quarters at its corners and halves along its sides")
    func rectangle() {
        let expected: [[Double]] = [
            [0, 0, 0, 0, 0],
            [0.25, 0.5, 0.5, 0.25, 0],
            [0.5, 1, 1, 0.5, 0],
            [0.25, 0.5, 0.5, 0.25, 0],
            [0, 0, 0, 0, 0],
        ]
        #expect(shares([PolygonShape(outer: box(0.5, 1.5, 3.5, 3.5))]) == expected)
    }

    @Test("a border along pixels' borders leaves them whole or out")
    func onBorders() {
        let shape = PolygonShape(outer: box(1, 1, 4, 3), holes: [box(2, 1, 3, 2)])
        let expected: [[Double]] = [
            [0, 0, 0, 0, 0], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
        ]
        #expect(shares([shape]) == expected)
        let runs = PolygonShares([shape], size: five).shares(in: PixelWindow(column: 0, row: 0, width: 5, height: 5))
        #expect(runs.parts.isEmpty)
        #expect(runs.runs.map(\.columns) == [1..<2, 3..<4, 1..<4])
    }

    @Test("a triangle halves the pixels of its diagonal")
    func triangle() {
        let expected: [[Double]] = [
            [0.5, 0, 0, 0, 0], [1, 0.5, 0, 0, 0], [1, 1, 0.5, 0, 0], [1, 1, 1, 0.5, 0], [0, 0, 0, 0, 0],
        ]
        #expect(shares([PolygonShape(outer: ring([(0, 0), (4, 4), (0, 4)]))]) == expected)
    }

    @Test("a flat triangle: heights at the columns' borders are 1, 3/4, 1/2, 1/4, 0")
    func flat() {
        let expected: [Double] = [7, 5, 3, 1, 0]
        let found = shares([PolygonShape(outer: ring([(0, 2), (4, 2), (0, 1)]))])
        #expect(found[1] == expected.map { $0 / 8 })
    }

    @Test("a polygon within one pixel, and one that ends between two rows")
    func small() {
        let shape = PolygonShape(outer: box(2.25, 2.25, 2.75, 2.5))
        #expect(shares([shape])[2] == [0, 0, 0.125, 0, 0])
        #expect(shares([shape]).joined().reduce(0, +) == 0.125)
        // Flat ends at half height: columns that no edge touches have half a share too.
        #expect(shares([PolygonShape(outer: box(0.25, 1.5, 4.75, 2))])[1] == [0.375, 0.5, 0.5, 0.5, 0.375])
    }

    @Test("parts, holes and islands in holes add up, whichever way round they run")
    func nested() {
        let outer = PolygonShape(outer: box(0, 0, 5, 5), holes: [Ring(box(1, 1, 4, 4).points.reversed())])
        let island = PolygonShape(outer: Ring(box(2, 2, 2.5, 3).points.reversed()))
        let found = shares([outer, island])
        #expect(found[2] == [1, 0, 0.5, 0, 1])
        #expect(found.joined().reduce(0, +) == 16.5)
    }

    @Test("what lies beyond the raster takes no part")
    func beyond() {
        let found = shares([PolygonShape(outer: ring([(-1e9, -1e9), (2.5, -1e9), (2.5, 3.5), (-1e9, 3.5)]))])
        let expected: [[Double]] = [
            [1, 1, 0.5, 0, 0], [1, 1, 0.5, 0, 0], [1, 1, 0.5, 0, 0], [0.5, 0.5, 0.25, 0, 0], [0, 0, 0, 0, 0],
        ]
        #expect(found == expected)
        #expect(shares([PolygonShape(outer: box(6, 0, 9, 5))]).joined().allSatisfy { $0 == 0 })
        #expect(shares([PolygonShape(outer: box(-9, 0, 0, 5))]).joined().allSatisfy { $0 == 0 })
        #expect(shares([PolygonShape(outer: box(-9, -9, 99, 99))]).joined().allSatisfy { $0 == 1 })
        #expect(shares([]).joined().allSatisfy { $0 == 0 })
    }

    @Test("degenerate rings take nothing")
    func degenerate() {
        let lines: [[(Double, Double)]] = [[], [(1, 1)], [(1, 1), (3, 3)], [(1, 1), (3, 3), (2, 2)]]
        for points in lines {
            #expect(shares([PolygonShape(outer: ring(points))]).joined().allSatisfy { $0 == 0 })
        }
    }

    @Test("shares are those of the polygon clipped to each pixel")
    func againstClipping() {
        var polygons = RandomPolygons(11)
        let size = RasterSize(width: 23, height: 19)
        for _ in 0..<150 {
            let shape = polygons.polygon(on: size)
            let found = shares([shape], size)
            for row in 0..<size.height {
                for column in 0..<size.width {
                    let expected = shape.area(inColumn: column, row: row)
                    #expect((found[row][column] - expected).magnitude < 1e-9)
                }
            }
        }
    }

    @Test("any window gives the same shares")
    func windows() {
        var polygons = RandomPolygons(12)
        let size = RasterSize(width: 67, height: 83)
        var scanner = ShareScanner()
        for (width, height) in [(1, 1), (7, 5), (16, 83), (67, 2), (64, 64)] {
            for _ in 0..<12 {
                let zone = PolygonShares([polygons.polygon(on: size)], size: size)
                let whole = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
                var runs: Set<PixelPlace> = []
                var parts: Set<WindowShares.Part> = []
                for window in whole.blocks(width: width, height: height, within: size) {
                    scanner.scan(zone, in: window)
                    runs.formUnion(scanner.shares.pixels)
                    parts.formUnion(scanner.shares.parts)
                }
                let expected = zone.shares(in: whole)
                #expect(runs == Set(expected.pixels))
                #expect(parts == Set(expected.parts))
            }
        }
    }

    @Test("shares add up to the polygon's area")
    func sums() {
        var polygons = RandomPolygons(13)
        let size = RasterSize(width: 400, height: 300)
        let whole = PixelWindow(column: 0, row: 0, width: 400, height: 300)
        for _ in 0..<60 {
            let ring = polygons.star(
                column: polygons.number(100...300), row: polygons.number(100...200), radii: 0.01...99,
                corners: Int(polygons.number(3...200)))
            let shape = PolygonShape(outer: ring)
            let found = PolygonShares([shape], size: size).shares(in: whole)
            let noise = 1e-9 * (1 + Double(found.parts.count).squareRoot() * 2)
            #expect((FixedShare.pixels(found.total) - shape.area).magnitude < noise)
        }
    }

    @Test("a polygon and what it leaves of the raster share every pixel")
    func complement() {
        var polygons = RandomPolygons(14)
        let size = RasterSize(width: 40, height: 40)
        let whole = PixelWindow(column: 0, row: 0, width: 40, height: 40)
        for _ in 0..<40 {
            let hole = polygons.star(column: 20, row: 20, radii: 1...19, corners: Int(polygons.number(5...20)))
            let inside = PolygonShares([PolygonShape(outer: hole)], size: size).shares(in: whole).matrix(whole)
            let rest = PolygonShares([PolygonShape(outer: box(-3, -2, 50, 60), holes: [hole])], size: size)
            for (a, b) in zip(inside.joined(), rest.shares(in: whole).matrix(whole).joined()) {
                #expect((a + b - 1).magnitude <= 0x1p-30)
            }
        }
    }

    @Test("neighbours that share borders take every pixel together")
    func partition() {
        var polygons = RandomPolygons(15)
        let size = RasterSize(width: 30, height: 30)
        for _ in 0..<20 {
            let middle = PixelPoint(column: polygons.number(5...25), row: polygons.number(5...25))
            let corners = polygons.star(column: middle.column, row: middle.row, radii: 60...80, corners: 9).points
            let slices = corners.indices.map { index in
                shares([PolygonShape(outer: Ring([middle, corners[index], corners[(index + 1) % 9]]))], size)
            }
            for row in 0..<30 {
                for column in 0..<30 {
                    let sum = slices.reduce(0) { $0 + $1[row][column] }
                    #expect((sum - 1).magnitude <= 5 * 0x1p-30)
                }
            }
        }
    }

    @Test("moving a polygon by whole pixels moves its shares")
    func translation() {
        var polygons = RandomPolygons(16)
        let size = RasterSize(width: 300, height: 300)
        let whole = PixelWindow(column: 0, row: 0, width: 300, height: 300)
        for _ in 0..<40 {
            let star = polygons.star(column: 50, row: 50, radii: 1...40, corners: 12).points
            // Coordinates that all sums with whole numbers hold.
            let snapped = star.map {
                PixelPoint(column: ($0.column * 0x1p20).rounded() / 0x1p20, row: ($0.row * 0x1p20).rounded() / 0x1p20)
            }
            let (dx, dy) = (Int(polygons.number(0...200)), Int(polygons.number(0...200)))
            let moved = snapped.map { PixelPoint(column: $0.column + Double(dx), row: $0.row + Double(dy)) }
            let first = PolygonShares([PolygonShape(outer: Ring(snapped))], size: size).shares(in: whole)
            let second = PolygonShares([PolygonShape(outer: Ring(moved))], size: size).shares(in: whole)
            #expect(first.runs.map { $0.moved(dx, dy) } == second.runs)
            #expect(first.parts.map { $0.moved(dx, dy).rough } == second.parts.map(\.rough))
        }
    }
}

private struct PixelPlace: Hashable {
    var column: Int
    var row: Int
}

extension WindowShares {
    fileprivate var pixels: [PixelPlace] {
        runs.flatMap { run in run.columns.map { PixelPlace(column: $0, row: run.row) } }
    }
}

extension WindowShares.Run {
    fileprivate func moved(_ columns: Int, _ rows: Int) -> Self {
        Self(row: row + rows, columns: self.columns.lowerBound + columns..<self.columns.upperBound + columns)
    }
}

extension WindowShares.Part {
    fileprivate func moved(_ columns: Int, _ rows: Int) -> Self {
        Self(row: row + rows, column: column + columns, share: share)
    }

    /// Crossings are rounded differently further away from the raster's corner.
    fileprivate var rough: [Int] { [row, column, Int((share + 16) / 32)] }
}

extension PolygonShape {
    /// What a pixel has of it: each ring clipped to the pixel's four sides.
    fileprivate func area(inColumn column: Int, row: Int) -> Double {
        let area = outer.clipped(column: column, row: row).signedArea.magnitude
        return holes.reduce(area) { $0 - $1.clipped(column: column, row: row).signedArea.magnitude }
    }
}

extension Ring {
    fileprivate func clipped(column: Int, row: Int) -> Ring {
        half { $0.column - Double(column) }.half { Double(column + 1) - $0.column }
            .half { $0.row - Double(row) }.half { Double(row + 1) - $0.row }
    }

    private func half(_ distance: (PixelPoint) -> Double) -> Ring {
        guard var last = points.last else { return self }
        var kept: [PixelPoint] = []
        for point in points {
            let (before, after) = (distance(last), distance(point))
            if (before < 0) != (after < 0) {
                let share = before / (before - after)
                kept.append(
                    PixelPoint(
                        column: last.column + (point.column - last.column) * share,
                        row: last.row + (point.row - last.row) * share))
            }
            if after >= 0 { kept.append(point) }
            last = point
        }
        return Ring(kept)
    }
}
