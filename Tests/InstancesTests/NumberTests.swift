import Spool
import Instances
import RasterModel
import TestSupport
import Testing

@Suite("Object numbers")
struct NumberTests {
    @Test(
        "painted numbers are those of a flood fill in raster order, for every block size",
        arguments: [Neighbours.four, .eight])
    func paint(neighbours: Neighbours) throws {
        for mask in TestMask.figures.map(\.mask) + TestMask.random(30, seed: 41) {
            for smallest in [1, 4] {
                let naive = NaiveComponents(mask, neighbours)
                var numbers: [Int: UInt32] = [:]
                for (component, pixels) in naive.pixels.enumerated() where pixels.count >= smallest {
                    numbers[component] = UInt32(numbers.count + 1)
                }
                let expected = naive.labels.map { numbers[$0] ?? 0 }
                for block in blockSizes {
                    var request = ComponentRequest(keys: .everyClass, neighbours: neighbours)
                    request.smallest = .pixels(smallest)
                    #expect(try paint(mask, request, block) == expected, "\(block)\n\(mask)")
                }
            }
        }
    }

    private func paint(
        _ mask: TestMask, _ request: ComponentRequest, _ block: (width: Int, height: Int)
    ) throws -> [UInt32] {
        let store = SpillMemory()
        let windows = mask.blocks(block.width, block.height)
        var measure = ComponentMeasure(request, raster: mask.size, areas: nil)
        var survey = ComponentSurvey(request, raster: mask.size, store: store)
        for window in windows { try survey.add(measure.measure(mask.cut(window).span, window: window)) }
        let numbers = try ObjectNumbers(try survey.finish(), store: store)
        var painter = ObjectPainter(request)
        var painted = [UInt32](repeating: 0, count: mask.size.count)
        for (index, window) in windows.enumerated() {
            let part = painter.paint(
                mask.cut(window).span, size: RasterSize(width: window.width, height: window.height),
                numbers: try numbers.numbers(ofBlock: index, from: store))
            for row in window.rows {
                for column in window.columns {
                    painted[row * mask.size.width + column] =
                        part[(row - window.row) * window.width + column - window.column]
                }
            }
        }
        return painted
    }

    @Test("components that are too small or too large are no objects")
    func limits() throws {
        for mask in TestMask.random(18, seed: 6) {
            var request = ComponentRequest(keys: .everyClass, neighbours: .eight)
            request.tracesOutlines = true
            request.smallest = .pixels(3)
            request.largest = .pixels(12)
            let sizes = NaiveComponents(mask, .eight).pixels.map(\.count).filter { (3..<12).contains($0) }
            for block in blockSizes {
                let objects = try Streaming(mask, request, block: block, traces: true).objects
                #expect(objects.map(\.component.region.pixels) == sizes)
                #expect(objects.map { $0.polygons.map(\.pixels).reduce(0, +) } == sizes)
                #expect(objects.map(\.id) == Array(1..<sizes.count + 1))
            }
        }
    }
}
