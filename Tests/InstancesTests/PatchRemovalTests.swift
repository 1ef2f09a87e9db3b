import Spool
import Coverage
import Instances
import RasterModel
import TestSupport
import Testing

@Suite("Patch removal")
struct PatchRemovalTests {
    /// The streaming removal over a mask in memory.
    private func remove(
        _ rule: PatchRule, _ neighbours: Neighbours, from mask: TestMask, block: (width: Int, height: Int),
        areas: PixelAreas? = nil
    ) throws -> TestMask {
        var worker = PatchRemovalWorker(rule, neighbours: neighbours, raster: mask.size, areas: areas)
        var removal = PatchRemoval(rule, raster: mask.size, store: SpillMemory())
        let windows = mask.blocks(block.width, block.height)
        while removal.needsSweep {
            for (number, window) in windows.enumerated() {
                let resolved = try removal.resolved(forBlock: number)
                try removal.add(worker.survey(mask.cut(window).span, window: window, resolved: resolved))
            }
            try removal.endSweep()
        }
        var result = mask
        for (number, window) in windows.enumerated().reversed() {
            var codes = mask.cut(window)
            worker.apply(to: &codes, window: window, resolved: try removal.resolved(forBlock: number))
            for (index, code) in codes.enumerated() {
                result[window.column + index % window.width, window.row + index / window.width] = code
            }
        }
        return result
    }

    private var masks: [TestMask] { TestMask.random(24, seed: 77) + TestMask.figures.map(\.mask) }

    @Test("sieve equals its definition for every block size", arguments: [Neighbours.four, .eight])
    func sieve(neighbours: Neighbours) throws {
        var changed = 0
        for (index, mask) in masks.enumerated() {
            let limit = [2, 4, 9, 40][index % 4]
            let expected = NaiveRemoval(mask: mask, neighbours: neighbours).sieved(below: limit)
            if expected.codes != mask.codes { changed += 1 }
            for block in blockSizes {
                let found = try remove(.sieve(below: .pixels(limit)), neighbours, from: mask, block: block)
                #expect(found.codes == expected.codes, "\(limit) px, \(block)\n\(mask)\n->\n\(found)\nnot\n\(expected)")
            }
        }
        #expect(changed > 20)
    }

    @Test("a sieved mask holds no patch below the unit, except where all that hangs together is, and stays as it is")
    func promise() throws {
        for mask in masks {
            let rule = PatchRule.sieve(below: .pixels(6))
            let once = try remove(rule, .four, from: mask, block: (5, 4))
            #expect(try remove(rule, .four, from: once, block: (8, 8)).codes == once.codes)
            let present = NaiveComponents(once, .four) { (1...253).contains($0) ? 1 : nil }
            for pixels in NaiveComponents(once, .four).pixels where pixels.count < 6 {
                #expect(present.pixels[present.labels[present.index(pixels[0])]].count == pixels.count)
            }
        }
    }

    @Test("sieve of some classes leaves the others alone")
    func someClasses() throws {
        for mask in masks {
            let expected = NaiveRemoval(mask: mask, neighbours: .four).sieved(below: 5, classes: [2, 3])
            for block in [(3, 3), (64, 64)] {
                let rule = PatchRule.sieve(below: .pixels(5), classes: [2, 3])
                #expect(try remove(rule, .four, from: mask, block: block).codes == expected.codes)
            }
        }
    }

    @Test("a sieve by area takes areas from the ellipsoid")
    func sieveByArea() throws {
        let mask = TestMask("1 1 1 1 1\n1 2 2 2 1\n1 1 1 1 1\n1 2 2 1 1\n1 1 1 1 1")
        let areas = try PixelAreas(pixelWidth: 0.5, pixelHeight: 0.5)
        let rule = PatchRule.sieve(below: .area(FixedArea.units(squareMetres: 0.75)))
        let found = try remove(rule, .eight, from: mask, block: (2, 2), areas: areas)
        #expect(found.codes == TestMask("1 1 1 1 1\n1 2 2 2 1\n1 1 1 1 1\n1 1 1 1 1\n1 1 1 1 1").codes)
    }

    @Test("fill equals its definition for every block size", arguments: [Neighbours.four, .eight])
    func fill(neighbours: Neighbours) throws {
        var changed = 0
        for (index, mask) in (masks + holes).enumerated() {
            let limit = [2, 5, 12, 60][index % 4]
            let into: Set<UInt8>? = [nil, [1]][index / 4 % 2]
            let expected = NaiveRemoval(mask: mask, neighbours: neighbours).filled(below: limit, into: into)
            if expected.codes != mask.codes { changed += 1 }
            for block in blockSizes {
                let found = try remove(.fill(below: .pixels(limit), into: into), neighbours, from: mask, block: block)
                #expect(found.codes == expected.codes, "\(limit) px, \(block)\n\(mask)\n->\n\(found)\nnot\n\(expected)")
            }
        }
        #expect(changed > 15)
    }

    /// Masks of one class with holes of others.
    private var holes: [TestMask] {
        var random = SeededGenerator(8)
        return (0..<16).map { _ in
            TestMask(RasterSize(width: 20, height: 17), of: [1, 1, 1, 1, 1, 1, 2, 3], likeness: 0.3, using: &random)
        }
    }

    @Test("what lies in a hole goes with it, whatever it is")
    func nested() throws {
        let rule = PatchRule.fill(below: .pixels(20))
        let mask = TestMask("1 1 1 1 1 1 1\n1 2 2 2 3 1 1\n1 2 1 2 3 1 1\n1 2 2 2 1 1 0\n1 1 1 1 1 2 1\n1 1 1 1 1 1 1")
        let found = try remove(rule, .four, from: mask, block: (3, 2))
        #expect(
            found.codes
                == TestMask("1 1 1 1 1 1 1\n1 1 1 1 1 1 1\n1 1 1 1 1 1 1\n1 1 1 1 1 1 0\n1 1 1 1 1 1 1\n1 1 1 1 1 1 1")
                .codes)
    }

    @Test("keep equals its definition for every block size")
    func keep() throws {
        var limits = ShapeLimits(pixelWidth: 1, pixelHeight: 1)
        limits.elongation = 4...Double.infinity
        limits.area = 3...30
        for mask in masks {
            let expected = NaiveRemoval(mask: mask, neighbours: .eight).kept(1) { pixels in
                let (area, length) = (Double(pixels.count), Self.length(pixels))
                return limits.area.contains(area) && length * length / area >= 4
            }
            for block in blockSizes {
                #expect(try remove(.keep(1, limits), .eight, from: mask, block: block).codes == expected.codes)
            }
        }
    }

    /// Length of the centreline from crossings of rows, columns and diagonals.
    private static func length(_ pixels: [PixelPosition]) -> Double {
        let inside = Set(pixels.map { [$0.column, $0.row] })
        func crossings(_ column: Int, _ row: Int) -> Double {
            let steps = [(column, row), (-column, -row)]
            return Double(
                pixels.map { position in
                    steps.count { !inside.contains([position.column + $0.0, position.row + $0.1]) }
                }.reduce(0, +))
        }
        let straight = crossings(1, 0) + crossings(0, 1)
        let half = Double.pi / 16 * (straight + (crossings(1, 1) + crossings(1, -1)) / 2.0.squareRoot())
        return (half + max(0, half * half - 4 * Double(pixels.count)).squareRoot()) / 2
    }
}
