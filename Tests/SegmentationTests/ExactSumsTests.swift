import RasterModel
import TestSupport
import Testing

@testable import Segmentation

/// Kinds of planes whose sums integers hold exactly, each in its own width.
private enum Numbers: String, CaseIterable {
    case bytes, signedBytes, words, signedWords, shares, steps, large

    func number(_ random: inout SeededGenerator) -> Float {
        switch self {
        case .bytes: Float(Int.random(in: 0...255, using: &random))
        case .signedBytes: Float(Int.random(in: -128...127, using: &random))
        case .words: Float(Int.random(in: 0...65_535, using: &random))
        case .signedWords: Float(Int.random(in: -32_768...32_767, using: &random))
        // 0 or 1 but for a few.
        case .shares: min(max(1000 * (Float.random(in: 0.05...0.15, using: &random) - 0.1), 0), 1)
        case .steps: Float(Int.random(in: -40...40, using: &random)) / 1024
        case .large: Float(Int.random(in: -1_000_000...1_000_000, using: &random)) * 3
        }
    }
}

@Suite("Sums in integers")
struct ExactSumsTests {
    private func plane(
        _ window: PixelWindow, _ numbers: Numbers, _ random: inout SeededGenerator, holes: Bool
    ) -> NeighbourhoodPlane {
        var plane = NeighbourhoodPlane()
        plane.reset(window, holdsTruths: false)
        let absent: [Float] = [.nan, .infinity, -.infinity, -.nan]
        for i in 0..<window.count {
            let isHole = holes && Int.random(in: 0..<5, using: &random) == 0
            plane.numbers[i] = isHole ? absent.randomElement(using: &random) ?? .nan : numbers.number(&random)
        }
        return plane
    }

    /// Sums in double precision over every pixel of the disc: exact for these numbers, in any order.
    private func expected(
        _ disc: PixelDisc, _ kind: NeighbourhoodOperation.Kind, _ plane: NeighbourhoodPlane, _ column: Int, _ row: Int
    ) -> Float {
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for (j, half) in disc.halfWidths.enumerated() {
            for y in Set([row - j, row + j]) where plane.window.rows.contains(y) {
                for x in column - half...column + half where plane.window.columns.contains(x) {
                    let number = Double(plane.numbers[plane.range(row: y, column: x, count: 1).lowerBound])
                    guard number.isFinite else { continue }
                    (sum, squares, count) = (sum + number, squares + number * number, count + 1)
                }
            }
        }
        guard count > 0 else { return .nan }
        let mean = sum / count
        return kind == .mean ? Float(mean) : Float(max(0, squares / count - mean * mean).squareRoot())
    }

    @Test("Means and deviations are those of doubles to the bit", arguments: Numbers.allCases)
    fileprivate func moments(_ numbers: Numbers) {
        var random = SeededGenerator(numbers.rawValue.count + 40)
        var filter = NeighbourhoodFilter()
        for turn in 0..<24 {
            let extent = PixelExtent(
                columns: .random(in: 0...9, using: &random), rows: .random(in: 0...9, using: &random))
            let kind: NeighbourhoodOperation.Kind = turn % 3 == 0 && numbers != .shares ? .deviation : .mean
            let window = PixelWindow(
                column: 3, row: 5, width: .random(in: 1...33, using: &random),
                height: .random(in: 1...29, using: &random))
            let input = plane(window, numbers, &random, holes: turn % 2 == 0)
            let core = window.intersection(
                PixelWindow(
                    column: 3 + .random(in: 0..<window.width, using: &random),
                    row: 5 + .random(in: 0..<window.height, using: &random), width: 20, height: 20))
            var output = NeighbourhoodPlane()
            output.reset(core, holdsTruths: false)
            filter.apply(NeighbourhoodOperation(kind, extent: extent), to: input, into: &output)
            let disc = PixelDisc(radius: extent)
            for row in core.rows {
                for column in core.columns {
                    let found = output.numbers[output.range(row: row, column: column, count: 1).lowerBound]
                    let wanted = expected(disc, kind, input, column, row)
                    #expect(
                        found.bitPattern == wanted.bitPattern, "\(kind) \(extent) at \(column), \(row) of \(window)")
                }
            }
        }
    }

    @Test("Which numbers have exact sums")
    func grain() {
        func sums(_ numbers: [Float], of count: Int, squares: Bool = false) -> NumberGrain.Sums {
            NumberGrain(numbers.span).sums(of: count, squares: squares)
        }
        #expect(sums([0, 255, .nan], of: 257) == .short)
        #expect(sums([0, 255], of: 258) == .whole)
        #expect(sums([-1, 255], of: 3) == .whole)
        #expect(sums([255], of: 258, squares: true) == .whole)
        #expect(sums([65_535], of: 317) == .long)
        #expect(sums([0.5, 1], of: 317) == .scaled(0x1p24))
        #expect(sums([.nan, -.infinity], of: 317) == .short)
        // Two numbers so far apart that their sum is rounded: only one order is the right one.
        #expect(sums([0x1p-40, 1], of: 2) == .inOrder)
        #expect(sums([1, .leastNonzeroMagnitude], of: 9) == .inOrder)
        #expect(sums([3.5e30], of: 1) == .inOrder)
        #expect(!NumberGrain([1, .nan].span).isComplete)
        #expect(NumberGrain([1, -2].span).isComplete)
    }

    @Test("Truths of small discs are what those of large ones would be")
    func truths() {
        var random = SeededGenerator(77)
        var (fold, spread) = (TruthFold(), TruthSpread())
        for _ in 0..<60 {
            let extent = PixelExtent(
                columns: .random(in: 0...30, using: &random), rows: .random(in: 0...30, using: &random))
            let window = PixelWindow(
                column: 7, row: 2, width: .random(in: 1...50, using: &random),
                height: .random(in: 1...40, using: &random))
            var input = NeighbourhoodPlane()
            input.reset(window, holdsTruths: true)
            let rare = Int.random(in: 2...300, using: &random)
            for i in 0..<window.count {
                input.truths[i] = UInt8([0, 1, 2].contains(Int.random(in: 0..<rare, using: &random)) ? 1 : 0) * 2
                if Int.random(in: 0..<rare, using: &random) == 0 { input.truths[i] = 1 }
            }
            let core = window.intersection(
                PixelWindow(column: 7 + window.width / 3, row: 2 + window.height / 4, width: 30, height: 30))
            let disc = PixelDisc(radius: extent)
            var (a, b) = (NeighbourhoodPlane(), NeighbourhoodPlane())
            a.reset(core, holdsTruths: true)
            b.reset(core, holdsTruths: true)
            fold.any(disc, of: input, into: &a)
            spread.any(disc, of: input, into: &b)
            #expect(a.truths == b.truths, "any of \(extent)")
            fold.all(disc, of: input, into: &a)
            spread.all(disc, of: input, into: &b)
            #expect(a.truths == b.truths, "all of \(extent)")
        }
    }
}
