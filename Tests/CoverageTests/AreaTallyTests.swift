import RasterModel
import TestSupport
import Testing

@testable import Coverage

/// A raster whose pixels have areas of one layout, or none.
struct AreaCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var areas: PixelAreas?

    static let all: [AreaCase] = {
        func projected(_ side: Double, domain: Double = .infinity) throws -> PixelAreas {
            let projection = TransverseMercator().projection
            return try PixelAreas(
                grid: grid(.projected, .square(side, left: 700_000, top: 4e6), width: 331, height: 203),
                inverse: { points in
                    try zip(points, projection(points)).map { point, place in
                        point.x > 700_000 + domain ? nil : place
                    }
                })
        }
        let geographic = CoordinateReference.Kind.geographic(radiansPerUnit: degree)
        do {
            return [
                AreaCase(testDescription: "no areas", areas: nil),
                AreaCase(testDescription: "constant", areas: try PixelAreas(pixelWidth: 0.03, pixelHeight: 0.03)),
                AreaCase(
                    testDescription: "rows",
                    areas: try PixelAreas(
                        grid: grid(geographic, .square(1e-3, left: 0, top: 50), width: 331, height: 203))),
                AreaCase(testDescription: "cells of 64", areas: try projected(0.1)),
                AreaCase(testDescription: "cells of 32", areas: try projected(30)),
                AreaCase(testDescription: "cells of 8", areas: try projected(100)),
                AreaCase(testDescription: "cells of 1", areas: try projected(2000)),
                AreaCase(testDescription: "cells, some unknown", areas: try projected(500, domain: 120_000)),
            ]
        } catch {
            return []
        }
    }()
}

@Suite("Tally by mask code")
struct AreaTallyTests {
    let size = RasterSize(width: 331, height: 203)
    let classes: [UInt8] = [1, 2, 7, 253]

    /// Patches and noise of the classes and the special codes.
    private func mask() -> [UInt8] {
        var generator = SeededGenerator(5)
        let codes = classes + [MaskCode.nodata, MaskCode.outside, MaskCode.unobserved]
        var mask = [UInt8](repeating: 0, count: size.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let patch = (column / 41 + row / 29 * 3) % codes.count
                let noisy = UInt8.random(in: 0...9, using: &generator) == 0
                mask[row * size.width + column] = codes[noisy ? Int.random(in: 0..<7, using: &generator) : patch]
            }
        }
        return mask
    }

    /// Pixel by pixel.
    private func naive(_ mask: [UInt8], window: PixelWindow, areas: PixelAreas?) -> AreaTally {
        var tally = AreaTally()
        for row in window.rows {
            for column in window.columns {
                tally.add(
                    1, of: mask[row * size.width + column],
                    area: areas.map { $0.pixelArea(column: column, row: row) } ?? 0)
            }
        }
        return tally
    }

    /// The block of a mask as a caller would hold it: rows `padding` bytes apart, with rubbish in between.
    private func tally(_ mask: [UInt8], window: PixelWindow, padding: Int, areas: PixelAreas?) -> AreaTally {
        var block: [UInt8] = []
        for row in window.rows {
            let start = row * size.width + window.column
            block += mask[start..<start + window.width]
            if row != window.rows.last { block += [UInt8](repeating: 99, count: padding) }
        }
        var tally = AreaTally()
        tally.add(
            block.span, stride: window.width + padding, window: window, areas: areas, classes: classes)
        return tally
    }

    @Test("Any window equals a loop over its pixels", arguments: AreaCase.all)
    func windows(of test: AreaCase) {
        let mask = mask()
        var generator = SeededGenerator(17)
        var windows = [
            PixelWindow(column: 0, row: 0, width: size.width, height: size.height),
            PixelWindow(column: 330, row: 202, width: 1, height: 1),
            PixelWindow(column: 63, row: 0, width: 2, height: 203),
            PixelWindow(column: 0, row: 64, width: 331, height: 1),
        ]
        for _ in 0..<12 {
            let (column, row) = (Int.random(in: 0..<331, using: &generator), Int.random(in: 0..<203, using: &generator))
            windows.append(
                PixelWindow(
                    column: column, row: row, width: .random(in: 1...331 - column, using: &generator),
                    height: .random(in: 1...203 - row, using: &generator)))
        }
        for (index, window) in windows.enumerated() {
            #expect(
                tally(mask, window: window, padding: index % 3, areas: test.areas)
                    == naive(mask, window: window, areas: test.areas), "\(window)")
        }
    }

    @Test("Any tiling, merged in any order, gives the same tally", arguments: AreaCase.all)
    func tilings(of test: AreaCase) {
        let mask = mask()
        let whole = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let expected = tally(mask, window: whole, padding: 0, areas: test.areas)
        var generator = SeededGenerator(23)
        for (width, height) in [(64, 64), (100, 100), (17, 203), (331, 7), (1, 203)] {
            var parts: [AreaTally] = []
            for row in stride(from: 0, to: size.height, by: height) {
                for column in stride(from: 0, to: size.width, by: width) {
                    let tile = PixelWindow(column: column, row: row, width: width, height: height)
                    parts.append(tally(mask, window: tile.intersection(whole), padding: 0, areas: test.areas))
                }
            }
            parts.shuffle(using: &generator)
            var merged = AreaTally()
            for part in parts { merged.merge(part) }
            #expect(merged == expected, "tiles of \(width) x \(height)")
        }
    }

    @Test("Every layout is among the cases, and some areas are unknown in one of them")
    func cases() throws {
        let layouts = AreaCase.all.compactMap { $0.areas?.layout }
        // The last ends within the raster, so that its cells are pixels.
        #expect(
            layouts.dropFirst().map { "\($0)" } == [
                "rows", "cells(size: 64)", "cells(size: 32)", "cells(size: 8)", "cells(size: 1)", "cells(size: 1)",
            ])
        let unknown = try #require(AreaCase.all.last)
        let all = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let result = tally(mask(), window: all, padding: 0, areas: unknown.areas)
        #expect(result.areaUnknown > 0 && result.areaUnknown < result.pixels)
        #expect(
            result.areaUnknown == classes.reduce(0) { $0 + result.areaUnknown($1) }
                + result.areaUnknown(0) + result.areaUnknown(254) + result.areaUnknown(255))
    }

    @Test("Merging is associative and commutative, and the empty tally changes nothing")
    func mergeLaws() {
        let mask = mask()
        let parts = (0..<3).map { index in
            tally(
                mask, window: PixelWindow(column: index * 90, row: 5, width: 77, height: 60), padding: 0,
                areas: AreaCase.all.last?.areas)
        }
        func merged(_ a: AreaTally, _ b: AreaTally) -> AreaTally {
            var result = a
            result.merge(b)
            return result
        }
        #expect(merged(merged(parts[0], parts[1]), parts[2]) == merged(parts[0], merged(parts[1], parts[2])))
        #expect(merged(parts[0], parts[1]) == merged(parts[1], parts[0]))
        #expect(merged(parts[0], AreaTally()) == parts[0])
        #expect(merged(AreaTally(), parts[0]) == parts[0])
    }

    @Test("Flipping a mask keeps what it adds up to")
    func flips() throws {
        let mask = mask()
        let areas = try PixelAreas(pixelWidth: 0.1, pixelHeight: 0.1)
        let whole = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        #expect(
            tally(mask, window: whole, padding: 0, areas: areas)
                == tally(mask.reversed(), window: whole, padding: 0, areas: areas))
    }

    @Test("An empty window adds nothing")
    func empty() {
        var tally = AreaTally()
        let none: [UInt8] = []
        tally.add(
            none.span, stride: 0, window: PixelWindow(column: 3, row: 4, width: 0, height: 5), areas: nil, classes: [])
        #expect(tally == AreaTally())
        #expect(tally.codes.isEmpty)
    }

    @Test("A code that was not announced is a programmer's error")
    func unknownCode() async {
        await #expect(processExitsWith: .failure) {
            var tally = AreaTally()
            let codes: [UInt8] = [1, 9]
            tally.add(
                codes.span, stride: 2, window: PixelWindow(column: 0, row: 0, width: 2, height: 1), areas: nil,
                classes: [1])
        }
    }

    @Test("Counting a code", arguments: [0, 1, 31, 223, 224, 225, 1000])
    func occurrences(count: Int) {
        let row = (0..<count).map { UInt8($0 % 5) }
        for code in UInt8(0)...5 {
            #expect(row.span.count(of: code) == row.count { $0 == code })
        }
    }
}
