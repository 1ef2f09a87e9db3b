import Instances
import RasterModel
import TestSupport
import Testing

/// Whatever source says which pixels are of one object, the same code measures, outlines, numbers and paints them.
@Suite("Object sources")
struct SourceTests {
    private var masks: [TestMask] { TestMask.figures.map(\.mask) + TestMask.random(18, seed: 61) }

    private func request(_ source: some ObjectSource) -> ComponentRequest {
        var request = ComponentRequest(source)
        request.countsDiagonals = true
        request.findsHull = true
        request.tracesOutlines = true
        return request
    }

    /// Holds the objects of a source against a flood fill over its keys, for every block size.
    private func check(_ naive: NaiveComponents, _ request: ComponentRequest) throws {
        let mask = naive.mask
        let whole = try Streaming(mask, request, block: (64, 64), traces: true).objects
        naive.check(whole.map(\.component))
        #expect(whole.map(\.id) == Array(1..<naive.pixels.count + 1))
        for (object, pixels) in zip(whole, naive.pixels) {
            #expect(OutlineTests.pixels(inside: object, size: mask.size) == pixels, "\(mask)")
            #expect(pixels.contains(object.interior))
        }
        let painted = naive.labels.map { UInt32($0 + 1) }
        for block in blockSizes {
            let found = try Streaming(mask, request, block: block, traces: true).objects
            #expect(found == whole, "\(block)\n\(mask)")
            #expect(try Streaming.paint(mask, request, block) == painted, "\(block)\n\(mask)")
        }
    }

    private static func key(_ code: UInt8, _ number: UInt32) -> [UInt32]? {
        (1...253).contains(code) && number != 0 ? [UInt32(code), number] : nil
    }

    @Test("components cut at the lines of a grid, for every block size", arguments: [Neighbours.four, .eight])
    func grid(neighbours: Neighbours) throws {
        for (index, mask) in masks.enumerated() {
            let cell = [(3, 2), (4, 4), (1, 5), (2, 7)][index % 4]
            let source = GridSource(
                keys: .everyClass, neighbours: neighbours, cell: RasterSize(width: cell.0, height: cell.1))
            let naive = NaiveComponents(mask, connecting: neighbours) { pixel in
                Self.key(
                    mask.codes[pixel], source.number(column: pixel % mask.size.width, row: pixel / mask.size.width))
            }
            try check(naive, request(source))
        }
    }

    @Test("objects that somebody else has numbered, for every block size", arguments: [Neighbours.four, .eight])
    func painted(neighbours: Neighbours) throws {
        var random = SeededGenerator(29)
        for mask in masks {
            // Far apart, so that no byte of a number is enough to tell it from another.
            let choices: [UInt32] = [0, 1, 0x0100_0001, 0xffff_ff01]
            let drawn = TestMask(mask.size, of: [0, 1, 2, 3], likeness: 0.6, using: &random)
            let numbers = drawn.codes.map { choices[Int($0)] }
            let source = PaintedSource(
                keys: .everyClass, neighbours: neighbours, size: mask.size, numbers: numbers)
            let naive = NaiveComponents(mask, connecting: neighbours) { Self.key(mask.codes[$0], numbers[$0]) }
            try check(naive, request(source))
        }
    }

    @Test("one number for all is as good as none", arguments: [Neighbours.four, .eight])
    func oneNumber(neighbours: Neighbours) throws {
        for mask in masks {
            let numbers = [UInt32](repeating: 7, count: mask.size.count)
            let source = PaintedSource(
                keys: .everyClass, neighbours: neighbours, size: mask.size, numbers: numbers)
            let components = ComponentSource(keys: .everyClass, neighbours: neighbours)
            for block in [(5, 4), (64, 64)] {
                let found = try Streaming(mask, request(source), block: block, traces: true).objects
                #expect(found == (try Streaming(mask, request(components), block: block, traces: true).objects))
            }
        }
    }

    @Test("across a line of the grid pixels are neighbours of another object, corners too")
    func diagonals() throws {
        let mask = TestMask("1 1 1 1\n1 1 1 1\n1 1 1 1\n1 1 1 1")
        let source = GridSource(keys: .everyClass, neighbours: .eight, cell: RasterSize(width: 2, height: 2))
        for block in blockSizes {
            let found = try Streaming(mask, request(source), block: block).components.map(\.region)
            #expect(found.map(\.pixels) == [4, 4, 4, 4])
            #expect(
                found.map(\.first) == [(0, 0), (2, 0), (0, 2), (2, 2)].map { PixelPosition(column: $0.0, row: $0.1) })
            #expect(found.map(\.verticalSides) == [4, 4, 4, 4])
            #expect(found.map(\.fallingNeighbours) == [2, 2, 2, 2])
            #expect(found.map(\.risingNeighbours) == [2, 2, 2, 2])
        }
    }
}
