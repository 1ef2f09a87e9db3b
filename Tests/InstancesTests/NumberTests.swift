import Instances
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
                    #expect(try Streaming.paint(mask, request, block) == expected, "\(block)\n\(mask)")
                }
            }
        }
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
