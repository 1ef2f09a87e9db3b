import Foundation
import Instances
import RasterModel
import TestSupport
import Testing

@Suite("Shapes of components")
struct ShapeTests {
    @Test("the hull is that of the pixels' corners, for every block size")
    func hull() throws {
        for mask in TestMask.figures.map(\.mask) + TestMask.random(18, seed: 15) {
            var request = ComponentRequest(keys: .everyClass, neighbours: .eight)
            request.findsHull = true
            let naive = NaiveComponents(mask, .eight)
            for block in blockSizes {
                let found = try Streaming(mask, request, block: block).components
                for (component, pixels) in zip(found, naive.pixels) {
                    #expect(component.hull?.doubledArea == Self.doubledHullArea(pixels))
                    let solidity = Double(2 * pixels.count) / Double(Self.doubledHullArea(pixels))
                    #expect(component.solidity == solidity)
                }
            }
        }
    }

    /// Gift wrapping around all corners.
    private static func doubledHullArea(_ pixels: [PixelPosition]) -> Int {
        var corners: Set<[Int]> = []
        for position in pixels {
            for step in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                corners.insert([position.column + step.0, position.row + step.1])
            }
        }
        func turn(_ a: [Int], _ b: [Int], _ c: [Int]) -> Int {
            (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        }
        func distance(_ a: [Int], _ b: [Int]) -> Int { (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) }
        var hull = [corners.min { ($0[1], $0[0]) < ($1[1], $1[0]) } ?? []]
        repeat {
            let at = hull[hull.count - 1]
            var next = corners.first { $0 != at } ?? at
            for corner in corners where corner != at {
                let side = turn(at, next, corner)
                if side < 0 || side == 0 && distance(at, corner) > distance(at, next) { next = corner }
            }
            hull.append(next)
        } while hull[hull.count - 1] != hull[0]
        return abs(zip(hull, hull.dropFirst()).map { $0[0] * $1[1] - $1[0] * $0[1] }.reduce(0, +))
    }

    /// A strip around a straight line through the middle of a raster, as pixels whose centres lie in it.
    private func strip(length: Double, width: Double, angle: Double, pixelHeight: Double = 1) throws -> RegionProperties
    {
        let side = Int(length) + 12
        let rows = Int(Double(side) / pixelHeight)
        let (c, s) = (cos(angle), sin(angle))
        let codes = (0..<rows).flatMap { row in
            (0..<side).map { column -> UInt8 in
                let x = Double(column) + 0.5 - Double(side) / 2
                let y = (Double(row) + 0.5 - Double(rows) / 2) * pixelHeight
                return abs(x * c + y * s) <= length / 2 && abs(y * c - x * s) <= width / 2 ? 1 : 2
            }
        }
        var request = ComponentRequest(keys: PixelKeys(classes: [1]), neighbours: .eight)
        request.countsDiagonals = true
        let mask = TestMask(size: RasterSize(width: side, height: rows), codes: codes)
        let found = try Streaming(mask, request, block: (64, 64)).components
        return try #require(found.max { $0.region.pixels < $1.region.pixels }).region
    }

    @Test(
        "the length of strips is nearly right on average, and not far off at any angle",
        arguments: [(1, 0.07), (0.5, 0.12)])
    func strips(pixelHeight: Double, most: Double) throws {
        var sum = 0.0
        for angle in stride(from: 0.0, to: Double.pi, by: Double.pi / 24) {
            let shape = try strip(length: 150, width: 11, angle: angle, pixelHeight: pixelHeight)
            let figures = ShapeFigures(shape, pixelWidth: 1, pixelHeight: pixelHeight)
            let error = figures.length / 150 - 1
            #expect(abs(error) < most, "\(angle): \(figures.length)")
            #expect(abs(figures.meanWidth * figures.length - figures.area) < 1e-9 * figures.area)
            sum += error
        }
        #expect(abs(sum / 24) < 0.015)
    }

    @Test("compact shapes are not elongated")
    func compact() throws {
        let figures = ShapeFigures(try strip(length: 40, width: 40, angle: 0.4), pixelWidth: 1, pixelHeight: 1)
        #expect(figures.elongation < 1.5)
        let thin = ShapeFigures(try strip(length: 100, width: 5, angle: 0.4), pixelWidth: 0.1, pixelHeight: 0.1)
        #expect((18...23).contains(thin.elongation))
        #expect((9.4...10.6).contains(thin.length))
    }

    @Test("signals are added up exactly, in whatever order")
    func signals() throws {
        var random = SeededGenerator(2)
        var values = (0..<500).map { _ in Float.random(in: -1...1, using: &random) }
        let odd: [Float] = [1e9, -1e18, 3e18, Float.nan, Float.infinity, 0]
        values.append(contentsOf: odd)
        var forward = SignalSum()
        forward.add(values.span)
        var backward = SignalSum()
        for value in values.reversed() {
            var one = SignalSum()
            one.add([value].span)
            backward.merge(one)
        }
        #expect(forward == backward)
        #expect(forward.count == 503)
        let exact = values.filter { $0.magnitude < 2e18 }.map { Double($0) }
        let mean: Double = exact.reduce(0, +) / 503
        let found: Double = try #require(forward.mean)
        #expect(abs(found / mean - 1) < 1e-12)
        #expect(SignalSum().mean == nil)
    }
}
