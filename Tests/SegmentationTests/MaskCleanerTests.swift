import RasterModel
import TestSupport
import Testing

@testable import Segmentation

/// The steps of `clean` by their definition.
private struct NaiveCleaner {
    let size: RasterSize
    let radius: Double

    private func disc(_ column: Int, _ row: Int) -> [Int] {
        let reach = Int(radius)
        var places: [Int] = []
        for y in max(0, row - reach)...min(size.height - 1, row + reach) {
            for x in max(0, column - reach)...min(size.width - 1, column + reach) {
                let (dx, dy) = (Double(x - column), Double(y - row))
                if dx * dx + dy * dy <= radius * radius * (1 + 1e-9) { places.append(y * size.width + x) }
            }
        }
        return places
    }

    private func isPresent(_ code: UInt8) -> Bool { code != 0 && code <= MaskCode.highestClass }

    private func map(_ body: (Int, [Int]) -> UInt8) -> [UInt8] {
        (0..<size.count).map { body($0, disc($0 % size.width, $0 / size.width)) }
    }

    private func most(_ codes: [UInt8], _ places: [Int], besides excluded: UInt8? = nil) -> (UInt8, Int)? {
        var votes: [UInt8: Int] = [:]
        for place in places where isPresent(codes[place]) && codes[place] != excluded {
            votes[codes[place], default: 0] += 1
        }
        return votes.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    func majority(_ codes: [UInt8]) -> [UInt8] {
        map { place, around in
            guard isPresent(codes[place]), let best = most(codes, around) else { return codes[place] }
            let own = around.count { codes[$0] == codes[place] }
            return own == best.1 ? codes[place] : best.0
        }
    }

    func open(_ codes: [UInt8], _ value: UInt8) -> [UInt8] {
        let inner = map { _, around in around.allSatisfy { !isPresent(codes[$0]) || codes[$0] == value } ? 1 : 0 }
        return map { place, around in
            guard codes[place] == value, !around.contains(where: { inner[$0] == 1 }) else { return codes[place] }
            return most(codes, around, besides: value)?.0 ?? value
        }
    }

    func close(_ codes: [UInt8], _ value: UInt8) -> [UInt8] {
        let near = map { _, around in around.contains { codes[$0] == value } ? 1 : 0 }
        return map { place, around in
            isPresent(codes[place]) && around.allSatisfy { near[$0] == 1 } ? value : codes[place]
        }
    }
}

@Suite("Cleaning the mask")
struct MaskCleanerTests {
    private static let size = RasterSize(width: 37, height: 29)
    private static let whole = PixelWindow(column: 0, row: 0, width: 37, height: 29)

    private func mask(_ seed: Int) -> [UInt8] {
        var random = SeededGenerator(seed)
        let values: [UInt8] = [1, 1, 1, 2, 2, 3, 0, 255]
        var codes = (0..<Self.size.count).map { _ in values.randomElement(using: &random) ?? 1 }
        // Patches of several pixels besides the noise.
        for _ in 0..<12 {
            let (left, top) = (Int.random(in: 0..<30, using: &random), Int.random(in: 0..<22, using: &random))
            let value = UInt8.random(in: 1...3, using: &random)
            for row in top..<top + 7 {
                for column in left..<left + 7 where codes[row * 37 + column] != 0 { codes[row * 37 + column] = value }
            }
        }
        return codes
    }

    private func cleaned(_ codes: [UInt8], _ steps: [CleanStep], core: PixelWindow = whole) -> [UInt8] {
        var cleaner = MaskCleaner(steps, classes: [1, 2, 3], pixelSize: nil)
        let window = core.grown(by: cleaner.margin, within: Self.whole)
        var part: [UInt8] = []
        for row in window.rows {
            part += codes[row * 37 + window.column..<row * 37 + window.columns.upperBound]
        }
        cleaner.clean(&part, window: window, core: core)
        return part
    }

    @Test("Each step is what its definition says", arguments: [2.0, 3, 4, 5, 7])
    func definition(_ width: Double) {
        let codes = mask(Int(width))
        let naive = NaiveCleaner(size: Self.size, radius: width / 2)
        let length = GroundLength(width, .pixels)
        #expect(cleaned(codes, [.majority(width: length)]) == naive.majority(codes))
        #expect(cleaned(codes, [.open(classValue: 2, width: length)]) == naive.open(codes, 2))
        #expect(cleaned(codes, [.close(classValue: 2, width: length)]) == naive.close(codes, 2))
        #expect(naive.open(codes, 2) != codes && naive.close(codes, 2) != codes, "a mask on which nothing happens")
    }

    @Test("Several steps give the same for every core")
    func cores() {
        let codes = mask(77)
        let steps: [CleanStep] = [
            .majority(width: GroundLength(3, .pixels)), .close(classValue: 1, width: GroundLength(4, .pixels)),
            .open(classValue: 2, width: GroundLength(3, .pixels)),
        ]
        let all = cleaned(codes, steps)
        for core in [
            PixelWindow(column: 0, row: 0, width: 1, height: 1), PixelWindow(column: 11, row: 9, width: 8, height: 5),
            PixelWindow(column: 30, row: 20, width: 7, height: 9),
        ] {
            var expected: [UInt8] = []
            for row in core.rows { expected += all[row * 37 + core.column..<row * 37 + core.columns.upperBound] }
            #expect(cleaned(codes, steps, core: core) == expected)
        }
    }

    @Test("What belongs to no class stays, and a width of one pixel does nothing")
    func absent() {
        let codes = mask(5)
        let once = cleaned(codes, [.majority(width: GroundLength(5, .pixels))])
        #expect(zip(codes, once).allSatisfy { ($0 == 0 || $0 == 255) == ($1 == 0 || $1 == 255) })
        #expect(cleaned(codes, [.open(classValue: 1, width: GroundLength(1, .pixels))]) == codes)
    }
}
