import RasterModel
import TestSupport
import Testing
import Tiling

@Suite("Mode reduction")
struct ModeReductionTests {
    static let palette: [UInt8] = [1, 2, 5, 77, 128, 253]

    private func check(_ mask: RandomMask, levels: Int, with reduction: inout ModeReduction) {
        let reduced = reduction.reduce(mask.values, size: mask.size, classes: mask.classes, levels: levels)
        #expect(reduced == (1...levels).map { mask.reduced(level: $0).values }, "\(mask.size), \(mask.classes)")
    }

    @Test("Every size to 17 by 17, against counting", arguments: 1...6)
    func sizes(classCount: Int) {
        var random = SeededGenerator(classCount)
        var reduction = ModeReduction()
        for width in 1...17 {
            for height in stride(from: 1 + (width + classCount) % 2, through: 17, by: 2) {
                let size = RasterSize(width: width, height: height)
                let mask = RandomMask(size, classes: Array(Self.palette.prefix(classCount)), using: &random)
                check(mask, levels: 5, with: &reduction)
            }
        }
    }

    @Test("Two classes without gaps, against counting", arguments: [1, 2, 3, 16, 32, 48, 64])
    func fullBlocks(side: Int) {
        var random = SeededGenerator(side)
        var reduction = ModeReduction()
        for share in [1, 20, 50, 80, 99] {
            let size = RasterSize(width: side, height: 2 * side)
            let values = (0..<size.count).map { _ in Int.random(in: 0..<100, using: &random) < share ? UInt8(7) : 3 }
            let mask = RandomMask(size: size, values: values)
            let reduced = reduction.reduce(values, size: size, classes: mask.classes, levels: 6, isFull: true)
            #expect(reduced == (1...6).map { mask.reduced(level: $0).values }, "\(size), \(share) %")
        }
    }

    @Test("Votes beyond a byte", arguments: [(64, 64), (41, 35), (33, 1), (1, 64)])
    func large(width: Int, height: Int) {
        var random = SeededGenerator(width)
        var reduction = ModeReduction()
        let size = RasterSize(width: width, height: height)
        check(RandomMask(size, classes: Self.palette, using: &random), levels: 6, with: &reduction)
        check(RandomMask(size: size, values: Array(repeating: 253, count: size.count)), levels: 6, with: &reduction)
    }

    @Test("One vote decides, at every level", arguments: 1...6)
    func closeVote(level: Int) {
        let side = 1 << level
        let half = side * side / 2
        let top = { (first: Int) in
            var reduction = ModeReduction()
            let values = (0..<side * side).map { UInt8($0 < first ? 9 : 4) }
            return reduction.reduce(
                values, size: RasterSize(width: side, height: side), classes: [4, 9], levels: level
            ).last
        }
        #expect([top(half - 1), top(half), top(half + 1)] == [[4], [4], [9]])
    }

    @Test("Nothing does not vote: one pixel of a class is enough")
    func nothing() {
        var reduction = ModeReduction()
        let values: [UInt8] = [
            0, 0, 0, 0,
            0, 3, 0, 0,
            0, 0, 0, 0,
            0, 0, 0, 0,
        ]
        let size = RasterSize(width: 4, height: 4)
        #expect(reduction.reduce(values, size: size, classes: [3], levels: 2) == [[3, 0, 0, 0], [3]])
        #expect(reduction.reduce(values, size: size, classes: [3], levels: 0) == [])
    }

    @Test("A reduced pixel looks at all pixels below it, not at the level before")
    func exact() {
        // Three squares have 2 wins by one vote, yet 1 has more pixels.
        let values: [UInt8] = [
            2, 2, 2, 2,
            1, 0, 1, 0,
            2, 2, 1, 1,
            1, 1, 1, 1,
        ]
        var reduction = ModeReduction()
        let levels = reduction.reduce(values, size: RasterSize(width: 4, height: 4), classes: [1, 2], levels: 2)
        #expect(levels == [[2, 2, 1, 1], [1]])
    }
}
