import RasterModel
import TestSupport

/// A mask for tests: patches of a few classes and of nothing, so that votes are close and some squares are empty.
struct RandomMask {
    let size: RasterSize
    let values: [UInt8]

    init(_ size: RasterSize, classes: [UInt8], using random: inout SeededGenerator) {
        self.size = size
        var values: [UInt8] = []
        for _ in 0..<size.count {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: values.append(classes.randomElement(using: &random) ?? 0)
            case 1: values.append(0)
            case 2: values.append(values.last ?? 0)
            default: values.append(values.count >= size.width ? values[values.count - size.width] : 0)
            }
        }
        // A quarter without any class.
        for row in 0..<size.height / 2 { for column in 0..<size.width / 2 { values[row * size.width + column] = 0 } }
        self.values = values
    }

    init(size: RasterSize, values: [UInt8]) {
        self.size = size
        self.values = values
    }

    /// The classes that occur, ascending.
    var classes: [UInt8] { Set(values).subtracting([0]).sorted() }

    var counts: [UInt8: Int] {
        Dictionary(values.filter { $0 != 0 }.map { ($0, 1) }, uniquingKeysWith: +)
    }

    func cut(_ window: PixelWindow) -> RandomMask {
        RandomMask(
            size: RasterSize(width: window.width, height: window.height),
            values: window.rows.flatMap { row in window.columns.map { values[row * size.width + $0] } })
    }

    /// One reduced level by its definition: of each square of 2^level pixels the most frequent class, ties to the
    /// lower one, 0 only where all are 0.
    func reduced(level: Int) -> RandomMask {
        let side = 1 << level
        let reduced = RasterSize(width: (size.width + side - 1) / side, height: (size.height + side - 1) / side)
        var votes = [[UInt8: Int]](repeating: [:], count: reduced.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let value = values[row * size.width + column]
                if value != 0 { votes[row / side * reduced.width + column / side][value, default: 0] += 1 }
            }
        }
        let winners = votes.map { votes in
            let most = votes.values.max() ?? 0
            return votes.filter { $0.value == most }.keys.min() ?? 0
        }
        return RandomMask(size: reduced, values: winners)
    }
}
