import Spool
import Coverage
import Instances
import RasterModel
import TestSupport
import Testing

@Suite("Patches of every class")
struct PatchCensusTests {
    /// Whatever the components are that are asked for.
    private func census(
        _ mask: TestMask, block: (width: Int, height: Int), areas: PixelAreas? = nil
    ) throws -> PatchCensus {
        var request = ComponentRequest(keys: PixelKeys(classes: [1]), neighbours: .four)
        request.countsPatches = true
        request.findsHull = true
        var measure = ComponentMeasure(request, raster: mask.size, areas: areas)
        var survey = ComponentSurvey(request, raster: mask.size, store: SpillMemory())
        for window in mask.blocks(block.width, block.height) {
            try survey.add(measure.measure(mask.cut(window).span, window: window))
        }
        return try survey.finish().patches
    }

    private static func isClass(_ code: UInt8?) -> Bool { code.map { (1...253).contains($0) } ?? false }

    /// Sides between two classes, pixel by pixel.
    private func edges(_ naive: NaiveComponents, of code: UInt8) -> (vertical: Int, horizontal: Int) {
        var sum = (vertical: 0, horizontal: 0)
        for position in naive.pixels.joined() where naive.mask[position.column, position.row] == code {
            for (column, row) in FloodFill.sides {
                let beside = naive.code(position.column + column, position.row + row)
                guard Self.isClass(beside), beside != code else { continue }
                if row == 0 { sum.vertical += 1 } else { sum.horizontal += 1 }
            }
        }
        return sum
    }

    /// The middle of numbers.
    private func median(_ numbers: [Int]) -> Double {
        let sorted = numbers.sorted()
        return Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func check(_ found: PatchCensus, _ naive: NaiveComponents, _ note: String) {
        let codes = Set(naive.mask.codes.filter { Self.isClass($0) })
        #expect(Set(found.keys) == codes, "\(note)")
        for code in codes {
            let sizes = naive.pixels.filter { naive.mask[$0[0].column, $0[0].row] == code }.map(\.count)
            let figures = found[code] ?? PatchFigures()
            #expect(figures.count == sizes.count, "\(note)")
            #expect(figures.pixels == sizes.reduce(0, +))
            #expect(figures.largestPixels == sizes.max())
            #expect(figures.median?.pixels == median(sizes), "\(note)")
            #expect((figures.verticalSides, figures.horizontalSides) == edges(naive, of: code), "\(note)")
        }
    }

    @Test("figures equal a flood fill with eight neighbours for every block size")
    func figures() throws {
        let masks = TestMask.figures.map(\.mask) + TestMask.random(60, seed: 17)
        for mask in masks {
            let naive = NaiveComponents(mask, .eight)
            for block in blockSizes { check(try census(mask, block: block), naive, "\(block)\n\(mask)") }
        }
    }

    @Test("areas are the same for every block size and add up to those of the pixels")
    func areas() throws {
        let areas = try PixelAreas(
            grid: RasterGrid(
                size: RasterSize(width: 30, height: 30),
                transform: GeoTransform(originX: 10, columnX: 1e-3, rowX: 0, originY: 50, columnY: 0, rowY: -1e-3),
                crs: CoordinateReference(
                    kind: .geographic(radiansPerUnit: .pi / 180), name: "test", authorityCode: nil, wkt: "",
                    metresPerUnit: 1, ellipsoid: .wgs84)))
        for mask in TestMask.random(18, seed: 8) {
            let whole = try census(mask, block: (64, 64), areas: areas)
            for block in blockSizes { #expect(try census(mask, block: block, areas: areas) == whole) }
            let naive = NaiveComponents(mask, .eight)
            for (code, figures) in whole {
                let sizes = naive.pixels.filter { naive.mask[$0[0].column, $0[0].row] == code }.map { pixels in
                    pixels.reduce(UInt128(0)) { $0 + (areas.pixelArea(column: $1.column, row: $1.row) ?? 0) }
                }
                #expect(figures.area == sizes.reduce(0, +))
                #expect(figures.largestArea == sizes.max())
            }
        }
    }

    @Test("the median of an even number of patches lies between two")
    func medianArea() throws {
        #expect(PatchFigures().median == nil)
        let mask = TestMask("1 2 1 1 2 1\n2 2 2 2 2 2\n1 1 1 2 2 2")
        let median = try census(mask, block: (2, 2), areas: PixelAreas(pixelWidth: 2, pixelHeight: 3))[1]?.median
        #expect(median?.pixels == 1.5)
        #expect(median?.area == 9 * FixedArea.unitsPerSquareMetre)
    }

    @Test("patches are counted only where they are asked for")
    func nothing() throws {
        let mask = TestMask("1 2")
        let request = ComponentRequest(keys: .everyClass, neighbours: .four)
        var measure = ComponentMeasure(request, raster: mask.size, areas: nil)
        var survey = ComponentSurvey(request, raster: mask.size, store: SpillMemory())
        try survey.add(
            measure.measure(mask.codes.span, window: PixelWindow(column: 0, row: 0, width: 2, height: 1)))
        #expect(try survey.finish().patches.isEmpty)
    }
}
