import Coverage
import Instances
import RasterModel
import TestSupport
import Testing

@Suite("Components")
struct ComponentTests {
    @Test("figures equal a flood fill for every block size", arguments: [Neighbours.four, .eight])
    func figures(neighbours: Neighbours) throws {
        for (name, mask) in TestMask.figures {
            let naive = NaiveComponents(mask, neighbours)
            for block in blockSizes {
                let request = ComponentRequest(keys: .everyClass, neighbours: neighbours)
                let found = try Streaming(mask, request, block: block)
                #expect(found.components.count == naive.pixels.count, "\(name) in \(block)")
                naive.check(found.components)
            }
        }
    }

    @Test("random masks equal a flood fill for every block size", arguments: [Neighbours.four, .eight])
    func random(neighbours: Neighbours) throws {
        for mask in TestMask.random(40, seed: 11) {
            let naive = NaiveComponents(mask, neighbours)
            for block in blockSizes {
                let request = ComponentRequest(keys: .everyClass, neighbours: neighbours)
                naive.check(try Streaming(mask, request, block: block).components)
            }
        }
    }

    @Test("only the classes that are asked for, and unions of classes, have components")
    func groups() throws {
        for mask in TestMask.random(24, seed: 5) {
            let naive = NaiveComponents(mask, .eight) { [1: 3, 3: 3][$0] }
            var request = ComponentRequest(keys: PixelKeys(groups: [[3, 1]]), neighbours: .eight)
            request.countsContents = true
            for block in blockSizes {
                let found = try Streaming(mask, request, block: block).components
                #expect(found.map(\.region.pixels) == naive.pixels.map(\.count))
                #expect(found.allSatisfy { $0.region.code == 3 })
                for (component, pixels) in zip(found, naive.pixels) {
                    let codes = pixels.map { mask[$0.column, $0.row] }
                    for code in [UInt8(1), 2, 3] {
                        #expect(component.contents.count(code) == codes.count { $0 == code })
                    }
                }
            }
        }
    }

    @Test("everything about a component is the same for every block size")
    func everything() throws {
        var random = SeededGenerator(3)
        for mask in TestMask.random(18, seed: 21) {
            let signal = mask.codes.map { _ in
                [Float.random(in: -3...3, using: &random), 1e9, .nan, 0.1, -7e12, 1e30].randomElement(using: &random)
                    ?? 0
            }
            var request = ComponentRequest(keys: PixelKeys(groups: [[1, 3], [2]]), neighbours: .eight)
            request.countsContents = true
            request.findsHull = true
            request.countsDiagonals = true
            let whole = try Streaming(mask, request, block: (64, 64), areas: curvedAreas(), signals: [signal, signal])
            for block in blockSizes {
                let parts = try Streaming(mask, request, block: block, areas: curvedAreas(), signals: [signal, signal])
                #expect(parts.components == whole.components, "\(block)\n\(mask)")
            }
            let naive = NaiveComponents(mask, .eight) { [1: 1, 3: 1, 2: 2][$0] }
            let areas = try curvedAreas()
            for (component, pixels) in zip(whole.components, naive.pixels) {
                let area = pixels.reduce(UInt128(0)) { $0 + (areas.pixelArea(column: $1.column, row: $1.row) ?? 0) }
                #expect(component.region.area == area)
                let values = pixels.map { Double(signal[naive.index($0)]) }.filter { abs($0) < 1e18 }
                let mean = values.reduce(0, +) / Double(values.count)
                #expect(values.isEmpty || abs((component.signals[1].mean ?? .nan) - mean) <= 1e-12 * abs(mean) + 1e-9)
            }
        }
    }

    /// Areas in cells that change along both axes.
    private func curvedAreas() throws -> PixelAreas {
        let crs = CoordinateReference(
            kind: .geographic(radiansPerUnit: .pi / 180), name: "test", authorityCode: nil, wkt: "", metresPerUnit: 1,
            ellipsoid: .wgs84)
        let transform = GeoTransform(
            originX: 10, columnX: 1e-3, rowX: 1e-4, originY: 50, columnY: 1e-4, rowY: -1e-3)
        return try PixelAreas(grid: RasterGrid(size: RasterSize(width: 30, height: 30), transform: transform, crs: crs))
    }
}
