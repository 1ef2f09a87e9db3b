import RasterModel
import Testing

@testable import Survey

@Suite("What a preview says against a picture")
struct PictureReviewTests {
    /// A picture of letters: each stands for a colour and a code.
    private static let kinds: [Character: (colour: (UInt8, UInt8, UInt8), code: UInt8)] = [
        ".": ((150, 120, 90), 1), "W": ((255, 255, 255), 1), "w": ((251, 251, 251), 1), "K": ((0, 0, 0), 1),
        "g": ((128, 128, 128), 1), "p": ((200, 60, 80), 1), "o": ((255, 255, 255), MaskCode.outside),
        "n": ((255, 255, 255), MaskCode.nodata), "L": ((70, 140, 60), 2),
    ]

    private func review(_ rows: [String], side: Int = 4) -> PictureReview {
        // Each letter is a square of `side` points, so that there are enough of them.
        let (width, height) = (rows[0].count * side, rows.count * side)
        let window = PixelWindow(column: 0, row: 0, width: width, height: height)
        var buffer = PixelBuffer()
        buffer.reset(window: window, bandCount: 3, type: .uint8)
        var codes = [UInt8](repeating: 0, count: window.count)
        for (row, line) in rows.enumerated() {
            for (column, letter) in line.enumerated() {
                let kind = Self.kinds[letter] ?? ((0, 0, 0), 0)
                for place in 0..<side * side {
                    let index = (row * side + place / side) * width + column * side + place % side
                    (buffer.uint8[index], buffer.uint8[window.count + index]) = (kind.colour.0, kind.colour.1)
                    buffer.uint8[2 * window.count + index] = kind.colour.2
                    codes[index] = kind.code
                }
            }
        }
        let lattice = Preview.Lattice(raster: RasterSize(width: width, height: height), planes: [0, 1, 2])
        var preview = Preview(lattice: lattice, isPicture: true)
        preview.add(lattice.samples(of: window, buffer: buffer, codes: codes))
        return PictureReview(preview, type: .uint8)
    }

    @Test("A margin is what hangs together with the edge, of one white or black")
    func margins() throws {
        let white = try #require(review(["WWW.....", "W.......", "W....WW.", "........"]).margin)
        #expect(white.values == [255, 255, 255] && white.share == 5.0 / 32)
        // Of two the larger one; the same value at two edges is one margin; other whites are others.
        let black = try #require(review(["KK.....K", "........", "...W....", "......ww"]).margin)
        #expect(black.values == [0, 0, 0] && black.share == 3.0 / 32)
    }

    @Test(
        "No margin: inside, grey, not valid, or coloured",
        arguments: [
            ["........", "..WWWW..", "..WWWW..", "........"], ["gggg....", "gggg....", "........", "........"],
            ["nnnn....", "oooo....", "........", "........"], ["LLLL....", "LLLL....", "........", "........"],
        ])
    func noMargin(rows: [String]) {
        #expect(review(rows).margin == nil)
    }

    @Test("Too few points say nothing")
    func fewPoints() {
        #expect(review(["W.", ".."], side: 2).margin == nil)
        #expect(review(["pp", "pp"], side: 2).falseColourShare == nil)
    }

    @Test("False colour is pink over a fifth of what is valid")
    func falseColour() {
        #expect(review(["pppp....", "........", "........", "........"]).falseColourShare == nil)
        #expect(review(["pppppppp", "........", "........", "nnnnnnnn"]).falseColourShare == 8.0 / 24)
    }

    @Test("Borders count what is valid at the edge")
    func borders() {
        let picture = review(["LLLL....", "........", "........", "oooooooo"])
        // 32 + 16 + 16 points are valid at the edges of 32 x 16, less the corners' doubles.
        let valid = Double(32 + 2 * (16 - 1 - 4))
        #expect(picture.borderShare(of: [2]) == Double(16 + 3) / valid)
        #expect(picture.borderShare(of: [1, 2]) == 1)
    }
}

@Suite("Ranges of bands")
struct BandRangeTests {
    @Test("A band is constant where enough points hold one number")
    func constant() {
        var range = BandRange()
        for _ in 0..<24 { range.add(7) }
        #expect(!range.isConstant)
        range.add(.nan)
        #expect(!range.isConstant)
        range.add(7)
        #expect(range.isConstant)
        var other = BandRange()
        other.add(8)
        range.merge(other)
        #expect(!range.isConstant && range.count == 26)
    }
}
