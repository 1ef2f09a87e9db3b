import Foundation
import RasterModel
import TestSupport
import Testing

@testable import Segmentation

/// Neighbourhood functions by their definition: every pixel looks at every other.
private struct NaiveNeighbourhood {
    let window: PixelWindow
    /// nil where a pixel is absent or has no finite number.
    let numbers: [Double?]

    private func around(_ column: Int, _ row: Int) -> [(dx: Int, dy: Int, value: Double)] {
        var found: [(dx: Int, dy: Int, value: Double)] = []
        for y in window.rows {
            for x in window.columns {
                guard let value = numbers[(y - window.row) * window.width + x - window.column] else { continue }
                found.append((x - column, y - row, value))
            }
        }
        return found
    }

    func disc(_ radius: PixelExtent, _ column: Int, _ row: Int) -> [Double] {
        around(column, row).filter { item in
            if item.dx == 0, item.dy == 0 { return true }
            if radius.rows == 0 && item.dy != 0 || radius.columns == 0 && item.dx != 0 { return false }
            let (u, v) = (
                item.dx == 0 ? 0 : Double(item.dx) / radius.columns, item.dy == 0 ? 0 : Double(item.dy) / radius.rows
            )
            return u * u + v * v <= 1 + 1e-9
        }.map(\.value)
    }

    func value(_ operation: NeighbourhoodOperation, _ column: Int, _ row: Int) -> Double? {
        if operation.kind == .gaussian { return gaussian(operation.extent, column, row) }
        let values = disc(operation.extent, column, row)
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        switch operation.kind {
        case .minimum, .all: return values.min()
        case .maximum, .any: return values.max()
        case .mean: return mean
        case .deviation:
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        case .gaussian: return nil
        }
    }

    private func gaussian(_ sigma: PixelExtent, _ column: Int, _ row: Int) -> Double? {
        var (sum, weights) = (0.0, 0.0)
        for item in around(column, row) {
            guard abs(item.dx) <= Int(4 * sigma.columns + 0.5), abs(item.dy) <= Int(4 * sigma.rows + 0.5) else {
                continue
            }
            let u = sigma.columns > 0 ? Double(item.dx) / sigma.columns : 0
            let v = sigma.rows > 0 ? Double(item.dy) / sigma.rows : 0
            let weight = exp(-(u * u + v * v) / 2)
            (sum, weights) = (sum + weight * item.value, weights + weight)
        }
        return weights > 0 ? sum / weights : nil
    }
}

private let extents = [
    PixelExtent(columns: 0, rows: 0), PixelExtent(columns: 1, rows: 1), PixelExtent(columns: 1.5, rows: 1.5),
    PixelExtent(columns: 4.2, rows: 2.3), PixelExtent(columns: 0.4, rows: 3), PixelExtent(columns: 7, rows: 7),
]

@Suite("Neighbourhood functions")
struct NeighbourhoodTests {
    private static let raster = PixelWindow(column: 0, row: 0, width: 31, height: 23)

    /// A plane over the whole raster; one pixel in six is absent or not finite.
    private func plane(_ random: inout SeededGenerator, truths: Bool) -> NeighbourhoodPlane {
        var plane = NeighbourhoodPlane()
        plane.reset(Self.raster, holdsTruths: truths)
        for i in 0..<Self.raster.count {
            if truths {
                plane.truths[i] = [0, 0, 0, 0, 2, 1, 0].randomElement(using: &random) ?? 0
            } else {
                let special: [Float] = [.nan, .infinity, -.infinity]
                plane.numbers[i] =
                    Int.random(in: 0..<6, using: &random) == 0
                    ? special.randomElement(using: &random) ?? .nan : Float.random(in: -100...200, using: &random)
            }
        }
        return plane
    }

    private func part(_ plane: NeighbourhoodPlane, _ window: PixelWindow, truths: Bool) -> NeighbourhoodPlane {
        var part = NeighbourhoodPlane()
        part.reset(window, holdsTruths: truths)
        for row in window.rows {
            for column in window.columns {
                let from = plane.range(row: row, column: column, count: 1).lowerBound
                let to = part.range(row: row, column: column, count: 1).lowerBound
                if truths { part.truths[to] = plane.truths[from] } else { part.numbers[to] = plane.numbers[from] }
            }
        }
        return part
    }

    @Test("Every function is what its definition says", arguments: extents)
    func definition(_ extent: PixelExtent) {
        var random = SeededGenerator(Int(extent.columns * 10 + extent.rows))
        let kinds: [NeighbourhoodOperation.Kind] = [.mean, .minimum, .maximum, .deviation, .gaussian, .any, .all]
        for kind in kinds {
            let operation = NeighbourhoodOperation(kind, extent: extent)
            let truths = operation.givesTruth
            let input = plane(&random, truths: truths)
            var output = NeighbourhoodPlane()
            output.reset(Self.raster, holdsTruths: truths)
            var filter = NeighbourhoodFilter()
            filter.apply(operation, to: input, into: &output)
            let naive = NaiveNeighbourhood(
                window: Self.raster,
                numbers: truths
                    ? input.truths.map(Double.init) : input.numbers.map { $0.isFinite ? Double($0) : nil })
            for row in Self.raster.rows {
                for column in Self.raster.columns {
                    let place = output.range(row: row, column: column, count: 1).lowerBound
                    let expected = naive.value(operation, column, row)
                    if truths {
                        #expect(Double(output.truths[place]) == expected, "\(kind) at \(column), \(row)")
                    } else if let expected {
                        let found = Double(output.numbers[place])
                        #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "\(kind) at \(column), \(row)")
                    } else {
                        #expect(output.numbers[place].isNaN, "\(kind) at \(column), \(row)")
                    }
                }
            }
        }
    }

    @Test("A part of the raster gives the same bits as the whole", arguments: extents)
    func windows(_ extent: PixelExtent) {
        var random = SeededGenerator(Int(extent.columns * 100 + extent.rows) + 1)
        let kinds: [NeighbourhoodOperation.Kind] = [.mean, .minimum, .maximum, .deviation, .gaussian, .any, .all]
        for kind in kinds {
            let operation = NeighbourhoodOperation(kind, extent: extent)
            let truths = operation.givesTruth
            let input = plane(&random, truths: truths)
            var whole = NeighbourhoodPlane()
            whole.reset(Self.raster, holdsTruths: truths)
            var filter = NeighbourhoodFilter()
            filter.apply(operation, to: input, into: &whole)
            for _ in 0..<6 {
                let core = PixelWindow(
                    column: .random(in: 0..<25, using: &random), row: .random(in: 0..<17, using: &random),
                    width: .random(in: 1...6, using: &random), height: .random(in: 1...6, using: &random))
                var output = NeighbourhoodPlane()
                output.reset(core, holdsTruths: truths)
                let seen = core.grown(by: operation.margin, within: Self.raster)
                filter.apply(operation, to: part(input, seen, truths: truths), into: &output)
                for row in core.rows {
                    let (a, b) = (
                        whole.range(row: row, column: core.column, count: core.width),
                        output.range(row: row, column: core.column, count: core.width)
                    )
                    if truths {
                        #expect(whole.truths[a] == output.truths[b], "\(kind)")
                    } else {
                        #expect(
                            whole.numbers[a].map(\.bitPattern) == output.numbers[b].map(\.bitPattern), "\(kind)")
                    }
                }
            }
        }
    }

    @Test("Widths of three and five pixels are the squares and discs that people expect")
    func discs() {
        #expect(PixelDisc(radius: PixelExtent(columns: 1.5, rows: 1.5)).halfWidths == [1, 1])
        #expect(PixelDisc(radius: PixelExtent(columns: 2.5, rows: 2.5)).halfWidths == [2, 2, 1])
        #expect(PixelDisc(radius: PixelExtent(columns: 1, rows: 1)).halfWidths == [1, 0])
        #expect(PixelDisc(radius: PixelExtent(columns: 0.5, rows: 0.5)).isPoint)
        #expect(PixelDisc(radius: PixelExtent(columns: 0, rows: 0)).isPoint)
    }

    @Test("A rule with nested neighbourhoods decides the same for every core")
    func nested() {
        let near = Expression.neighbourhood(
            .any, .compare(.greater, .name("X"), .number(150)), GroundLength(3, .pixels))
        let smooth = Expression.neighbourhood(.gaussian, .name("X"), GroundLength(0.02, .metres))
        let rules = RuleSet(
            bands: ["X"],
            definitions: [
                .init(name: "smooth", formula: smooth, kind: .number),
                .init(
                    name: "rough", formula: .neighbourhood(.deviation, .name("smooth"), GroundLength(2, .centimetres)),
                    kind: .number),
            ],
            assignments: [
                .init(classValue: 2, condition: .logic(.and, near, .compare(.less, .name("rough"), .number(14)))),
                .init(classValue: 1, condition: .compare(.greater, .name("smooth"), .name("t"))),
                .init(classValue: 3, condition: nil),
            ])
        let program = RuleProgram(
            rules, thresholds: ["t": 125], pixelSize: GroundPixelSize(width: 0.01, height: 0.02))
        #expect(program.margin == PixelMargin(columns: 10, rows: 5))
        let scene = RandomScene(seed: 5, bandCount: 1, type: .uint8, width: 70, height: 40)
        var kernel = RuleKernel(program: program)
        var whole: [UInt8] = []
        kernel.classify(scene.view, core: scene.core, codes: &whole)
        #expect(Set(whole) == [0, 1, 2, 3])
        for (left, top, width, height) in [(0, 0, 1, 1), (13, 7, 20, 11), (69, 39, 1, 1), (40, 0, 30, 40)] {
            let core = PixelWindow(
                column: scene.core.column + left, row: scene.core.row + top, width: width, height: height)
            var codes: [UInt8] = []
            kernel.classify(scene.view, core: core, codes: &codes)
            for row in 0..<height {
                let start = (top + row) * 70 + left
                #expect(Array(codes[row * width..<(row + 1) * width]) == Array(whole[start..<start + width]))
            }
        }
    }
}
