import RasterIO
import RasterModel
import Tiling

/// The codes of a piece of the raster that has been surveyed, on which sweeps are tried.
struct SweepPiece: Sendable {
    /// Longest side in pixels.
    private static let side = 1024

    /// The piece's place in the raster.
    let window: PixelWindow
    private let blocks: [(window: PixelWindow, codes: [UInt8])]
    private let parts: [BlockPart]

    /// The upper left piece of a tile.
    init(_ result: TileResult, _ pyramid: MaskPyramid) {
        let core = result.core
        let window = PixelWindow(
            column: core.column, row: core.row, width: min(core.width, Self.side), height: min(core.height, Self.side))
        self.window = window
        blocks = result.blocks.compactMap { block in
            let place = pyramid.window(
                level: block.address.level, column: block.address.column, row: block.address.row)
            return block.codes.flatMap { Self.meet(place, window) ? (place, $0) : nil }
        }
        parts = result.parts.filter { Self.meet($0.window, window) }
    }

    private static func meet(_ a: PixelWindow, _ b: PixelWindow) -> Bool { a.intersection(b).count > 0 }

    /// Row-major mask codes of the piece.
    func codes() throws -> [UInt8] {
        let inflater = try Inflater()
        var codes = [UInt8](repeating: MaskCode.outside, count: window.count)
        for block in blocks {
            var whole = [UInt8](repeating: 0, count: block.window.count)
            try inflater.decompress(block.codes, count: block.codes.count, into: &whole, from: "memory")
            place(whole, of: block.window, in: &codes)
        }
        for part in parts { place(part.codes, of: part.window, in: &codes) }
        return codes
    }

    private func place(_ part: [UInt8], of place: PixelWindow, in codes: inout [UInt8]) {
        place.intersection(window).copy(from: part, in: place, into: &codes, in: window)
    }
}
