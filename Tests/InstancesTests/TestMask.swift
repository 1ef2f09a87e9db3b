import RasterModel
import TestSupport

/// A small mask, written out or drawn at random.
struct TestMask: CustomStringConvertible {
    let size: RasterSize
    var codes: [UInt8]

    init(size: RasterSize, codes: [UInt8]) {
        self.size = size
        self.codes = codes
    }

    /// One character per pixel: a digit is a code, a point 0.
    init(_ text: String) {
        let rows = text.split(separator: "\n").map { $0.filter { $0 != " " } }
        size = RasterSize(width: rows[0].count, height: rows.count)
        codes = rows.joined().map { UInt8(String($0)) ?? 0 }
    }

    /// Codes drawn from `choices`; a share of `likeness` of the pixels repeats the pixel to the left or above.
    init(_ size: RasterSize, of choices: [UInt8], likeness: Double = 0, using random: inout SeededGenerator) {
        var codes: [UInt8] = []
        for index in 0..<size.count {
            let repeats = Double.random(in: 0..<1, using: &random) < likeness
            if repeats, index % size.width > 0, Bool.random(using: &random) {
                codes.append(codes[index - 1])
            } else if repeats, index >= size.width {
                codes.append(codes[index - size.width])
            } else {
                codes.append(choices.randomElement(using: &random) ?? 0)
            }
        }
        self.init(size: size, codes: codes)
    }

    subscript(column: Int, row: Int) -> UInt8 {
        get { codes[row * size.width + column] }
        set { codes[row * size.width + column] = newValue }
    }

    func contains(_ column: Int, _ row: Int) -> Bool {
        column >= 0 && row >= 0 && column < size.width && row < size.height
    }

    /// Windows of at most the given size in row-major order.
    func blocks(_ width: Int, _ height: Int) -> [PixelWindow] {
        PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
            .blocks(width: width, height: height, within: size)
    }

    func cut(_ window: PixelWindow) -> [UInt8] {
        window.rows.flatMap { row in window.columns.map { self[$0, row] } }
    }

    var description: String {
        (0..<size.height).map { row in
            (0..<size.width).map { String(self[$0, row]) }.joined(separator: " ")
        }.joined(separator: "\n")
    }
}

extension TestMask {
    /// Masks that are hard to label.
    static let figures: [(name: String, mask: TestMask)] = [
        ("one pixel", TestMask("1")),
        ("rings in rings", rings(17)),
        ("spiral", spiral(19)),
        ("comb", comb(16, 9)),
        ("comb upside down", TestMask(size: comb(16, 9).size, codes: comb(16, 9).codes.reversed())),
        ("checkerboard", checkerboard(13, 11)),
        ("one row", TestMask("1221112.1")),
        ("one column", TestMask("1\n2\n2\n.\n1\n1\n1\n2")),
        ("corner touches", TestMask("1 . 1 .\n. 1 . 1\n1 . . 1\n. 1 1 .")),
        ("stairs", stairs(12)),
        ("all one", TestMask(size: RasterSize(width: 9, height: 7), codes: Array(repeating: 3, count: 63))),
        ("nothing", TestMask(size: RasterSize(width: 9, height: 7), codes: Array(repeating: 0, count: 63))),
    ]

    private static func draw(_ width: Int, _ height: Int, _ code: (Int, Int) -> UInt8) -> TestMask {
        let codes = (0..<height).flatMap { row in (0..<width).map { code($0, row) } }
        return TestMask(size: RasterSize(width: width, height: height), codes: codes)
    }

    static func rings(_ side: Int) -> TestMask {
        draw(side, side) { column, row in
            UInt8(1 + min(min(column, row), min(side - 1 - column, side - 1 - row)) % 2)
        }
    }

    static func comb(_ width: Int, _ height: Int) -> TestMask {
        draw(width, height) { column, row in column % 2 == 0 || row == height - 1 ? 1 : 2 }
    }

    static func checkerboard(_ width: Int, _ height: Int) -> TestMask {
        draw(width, height) { column, row in UInt8(1 + (column + row) % 2) }
    }

    static func stairs(_ side: Int) -> TestMask {
        draw(side, side) { column, row in column == row || column + 4 == row ? 1 : 2 }
    }

    static func spiral(_ side: Int) -> TestMask {
        var mask = draw(side, side) { _, _ in 2 }
        var (column, row, length, direction) = (0, 0, side - 1, 0)
        let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]
        mask[0, 0] = 1
        while length > 0 {
            for _ in 0..<length {
                column += steps[direction % 4].0
                row += steps[direction % 4].1
                if mask.contains(column, row) { mask[column, row] = 1 }
            }
            direction += 1
            if direction % 2 == 1, direction > 1 { length -= 2 }
        }
        return mask
    }

    /// Random masks of several densities and kinds, some with pixels that are absent.
    static func random(_ count: Int, seed: Int) -> [TestMask] {
        var random = SeededGenerator(seed)
        return (0..<count).map { index in
            let size = RasterSize(
                width: Int.random(in: 1...23, using: &random), height: Int.random(in: 1...19, using: &random))
            let choices: [UInt8] =
                [[1, 2], [1, 1, 1, 2], [1, 2, 3], [1, 2, 2, 0], [1, 2, 3, 255, 254], [1, 2, 2, 2, 2, 2]][index % 6]
            return TestMask(size, of: choices, likeness: [0, 0.5, 0.8][index / 6 % 3], using: &random)
        }
    }
}
