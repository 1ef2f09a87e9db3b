import Foundation
import Instances
import RasterModel
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("What sweeps count")
struct SweepCountTests {
    private static let sizes = [
        RasterSize(width: 1100, height: 3), RasterSize(width: 3, height: 1040), RasterSize(width: 530, height: 60),
    ]

    /// Pixels of the objects of classes, in the order of their first pixels.
    private func naive(
        _ mask: SmallMask, _ classes: Set<UInt8>, cornersConnect: Bool = true, atLeast: Int = 1
    ) -> [[Int]] {
        let found = NaivePatches(mask, cornersConnect: cornersConnect) { classes.contains($0) ? 1 : nil }
        return found.pixels.filter { $0.count >= atLeast }
    }

    @Test("Patches of every class are those of the flood fill", arguments: sizes)
    func patches(size: RasterSize) throws {
        let given = SmallMask.random(size.width, size.height, seed: 41)
        var sweep = try SmallSweep(given, .threeClasses())
        let census = try #require(try sweep.run()).patches
        let naive = NaivePatches(given)
        for code in 1...3 as ClosedRange<UInt8> {
            let own = naive.pixels.indices.filter { naive.code($0) == code }
            let figures = try #require(census[code])
            let sizes = own.map { naive.pixels[$0].count }
            #expect(figures.count == own.count && figures.pixels == sizes.reduce(0, +))
            #expect(figures.largestPixels == sizes.max())
        }
        #expect(census.keys.allSatisfy { (1...3).contains($0) })
    }

    @Test(
        "Objects are those of the flood fill, numbered by their first pixels",
        arguments: sizes, ["{class: a}", "{class: [a, c], min_area: 4 px2}", "{class: b, neighbours: 4}"])
    func objects(size: RasterSize, rule: String) throws {
        let given = SmallMask.random(size.width, size.height, seed: 43)
        var sweep = try SmallSweep(given, .threeClasses(objects: rule), threads: 2)
        let tables = try #require(try sweep.run())
        let found = try sweep.traced(tables)
        let expected = naive(
            given, rule.contains("[a, c]") ? [1, 3] : rule.contains("class: a") ? [1] : [2],
            cornersConnect: !rule.contains("neighbours"), atLeast: rule.contains("min_area") ? 4 : 1)
        #expect(tables.count == expected.count && found.map(\.id) == Array(1...expected.count))
        for (object, pixels) in zip(found, expected) { check(object, pixels, given) }
    }

    private func check(_ object: TracedObject, _ pixels: [Int], _ mask: SmallMask) {
        let region = object.component.region
        let columns = pixels.map { $0 % mask.width }
        let rows = pixels.map { $0 / mask.width }
        #expect(region.pixels == pixels.count)
        #expect(region.first == PixelPosition(column: pixels[0] % mask.width, row: pixels[0] / mask.width))
        #expect(region.columnSum == columns.reduce(0, +) && region.rowSum == rows.reduce(0, +))
        let touches =
            columns.contains { $0 == 0 || $0 == mask.width - 1 } || rows.contains { $0 == 0 || $0 == mask.height - 1 }
        #expect(region.touchesEdge == touches)
        #expect(object.polygons.reduce(0) { $0 + $1.pixels } == pixels.count)
        #expect(pixels.contains(object.interior.row * mask.width + object.interior.column))
    }

    @Test("Objects are counted in the cleaned mask")
    func cleaned() throws {
        let given = SmallMask.random(1100, 4, seed: 47)
        var sweep = try SmallSweep(given, .threeClasses(clean: "[{sieve: 9 px2}]", objects: "{class: a}"))
        let tables = try #require(try sweep.run())
        let cleaned = NaiveCleaning.sieve(given, below: 9)
        #expect(tables.count == naive(cleaned, [1]).count && tables.count != naive(given, [1]).count)
        #expect(tables.patches[2]?.count == naive(cleaned, [2]).count)
    }

    @Test("Objects tell the means of their signals over known pixels", arguments: [0, 1, 3])
    func means(threads: Int) throws {
        let folder = try ScratchFolder()
        let given = SmallMask.random(1100, 3, seed: 53)
        let pyramid = MaskPyramid(raster: given.size, blockSize: 512)
        let spool = SignalSpool(pyramid: pyramid, count: 1, path: folder.file("signals"))
        let values = try put(given, into: spool)
        var sweep = try SmallSweep(
            given, SmallCatalog.threeClasses(objects: "{class: a, signal: V}"), threads: threads, signals: spool)
        let tables = try #require(try sweep.run())
        for (object, pixels) in zip(try sweep.traced(tables), naive(given, [1])) {
            // Quarters: their sums are exact in any order.
            let known = pixels.map { Double(values[$0]) }.filter(\.isFinite)
            let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
            #expect(object.component.signals.map(\.mean) == [mean])
            #expect(object.component.signals.map(\.count) == [known.count])
        }
    }

    /// A value for each pixel, some unknown.
    private func put(_ mask: SmallMask, into spool: SignalSpool) throws -> [Float] {
        try spool.create()
        var (writer, random) = (try SignalWriter(spool), SeededGenerator(7))
        let values = mask.codes.map { _ -> Float in
            Int.random(in: 0..<3, using: &random) == 0 ? .nan : Float(Int.random(in: -400...400, using: &random)) / 4
        }
        let window = PixelWindow(column: 0, row: 0, width: mask.width, height: mask.height)
        try writer.put(values, of: window, core: window, signal: 0)
        return values
    }

    @Test("Numbers of objects in every block are those of the outlines", arguments: sizes)
    func numbers(size: RasterSize) throws {
        let given = SmallMask.random(size.width, size.height, seed: 59)
        var sweep = try SmallSweep(given, .threeClasses(objects: "{class: a, min_area: 3 px2}"))
        let tables = try #require(try sweep.run())
        let numbers = try ObjectNumbers(tables, store: sweep.store)
        var painter = ObjectPainter(try #require(sweep.objects).request)
        var expected = [UInt32](repeating: 0, count: given.codes.count)
        for (index, pixels) in naive(given, [1], atLeast: 3).enumerated() {
            for pixel in pixels { expected[pixel] = UInt32(index + 1) }
        }
        for block in 0..<sweep.sweeps.frame.pyramid.blockCount(0) {
            let window = sweep.sweeps.frame.pyramid.window(ofBlock: block)
            let painted = painter.paint(
                given.codes(in: window).span, window: window,
                numbers: try numbers.numbers(ofBlock: block, from: sweep.store))
            let wanted = window.rows.flatMap {
                expected[$0 * given.width + window.column..<$0 * given.width + window.columns.upperBound]
            }
            #expect(painted == wanted)
        }
    }
}
