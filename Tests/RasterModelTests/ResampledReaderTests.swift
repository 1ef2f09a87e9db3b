import TestSupport
import Testing

@testable import RasterModel

/// Planes in memory, with one mask: a source of windows that may have gaps and lost parts.
private final class ArrayReader: PixelReader {
    let size: RasterSize
    let planes: [[Float]]
    let mask: [UInt8]
    var lost: [PixelWindow] = []
    /// The most pixels that were asked for at once, and all rows.
    private(set) var mostRows = 0

    init(_ size: RasterSize, _ planes: [[Float]], mask: [UInt8]) {
        self.size = size
        self.planes = planes
        self.mask = mask
    }

    private var whole: PixelWindow { PixelWindow(column: 0, row: 0, width: size.width, height: size.height) }

    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) {
        #expect(window.intersection(whole) == window && !window.isEmpty)
        mostRows = max(mostRows, window.height)
        buffer.reset(window: window, bandCount: planes.count, type: .float32, maskCount: 1)
        for (index, plane) in planes.enumerated() {
            window.copy(from: plane, in: whole, into: &buffer.float32, in: window, toLayer: index)
        }
        window.copy(from: mask, in: whole, into: &buffer.masks, in: window)
        for part in lost.map({ $0.intersection(window) }) where !part.isEmpty {
            buffer.unreadable.append(UnreadablePart(window: part, layers: [.plane(0)]))
            // Whatever is there must not be seen.
            for row in part.rows {
                for index in part.indices(ofRow: row, in: window) { buffer.float32[index] = Float(window.count) }
            }
        }
    }
}

private func masks(_ buffer: PixelBuffer, _ validity: inout [UInt8]) {
    validity = Array(buffer.masks.prefix(buffer.window.count))
}

@Suite("Windows at another resolution")
struct ResampledReaderTests {
    private static let size = RasterSize(width: 47, height: 31)
    private static let planes = [0, 1]

    private static func source(seed: Int = 7) -> ArrayReader {
        var random = SeededGenerator(seed)
        let planes = (0..<2).map { _ in (0..<size.count).map { _ in Float.random(in: -50...1000, using: &random) } }
        let mask = (0..<size.count).map { _ in Int.random(in: 0..<4, using: &random) == 0 ? UInt8(0) : 255 }
        // A number where there is no observation must not count, and need not be one.
        return ArrayReader(
            size, planes.map { zip($0, mask).map { $1 == 0 ? .nan : $0 } }, mask: mask)
    }

    private static func reader(
        _ source: ArrayReader, _ cell: PixelExtent, stripHeight: Int = 8, layers: Set<BufferLayer> = [.plane(0)]
    ) -> ResampledReader {
        ResampledReader(
            source, grid: CellGrid(raster: source.size, cell: cell), planes: planes, layers: layers,
            stripHeight: stripHeight, validity: masks)
    }

    static let cells = [
        PixelExtent(columns: 1, rows: 1), PixelExtent(columns: 2, rows: 2), PixelExtent(columns: 1.3, rows: 2.75),
        PixelExtent(columns: 10.0 / 3, rows: 1), PixelExtent(columns: 5, rows: 7.1), PixelExtent(columns: 47, rows: 31),
        PixelExtent(columns: 100, rows: 3),
    ]

    /// Values and shares of all cells of a window, as bits, and the mask.
    private func bits(_ buffer: PixelBuffer) -> [[UInt32]] {
        let count = buffer.window.count
        return (0..<3).map { plane in buffer.float32[plane * count..<(plane + 1) * count].map(\.bitPattern) }
            + [buffer.masks.prefix(count).map(UInt32.init)]
    }

    @Test("A cell is the mean of its valid pixels by area", arguments: cells)
    func bruteForce(cell: PixelExtent) throws {
        let source = Self.source()
        let reader = Self.reader(source, cell)
        var buffer = PixelBuffer()
        try reader.read(reader.grid.window, into: &buffer)
        let count = reader.grid.size.count
        for index in 0..<count {
            let (row, column) = index.quotientAndRemainder(dividingBy: reader.grid.size.width)
            func overlap(_ pixel: Int, _ cell: Int, _ side: Double) -> Double {
                max(0, min(Double(pixel + 1), Double(cell + 1) * side) - max(Double(pixel), Double(cell) * side))
            }
            var (sums, valid, all) = ([0.0, 0.0], 0.0, 0.0)
            for y in 0..<Self.size.height {
                for x in 0..<Self.size.width {
                    let weight = overlap(x, column, cell.columns) * overlap(y, row, cell.rows)
                    all += weight
                    guard weight > 0, source.mask[y * Self.size.width + x] != 0 else { continue }
                    valid += weight
                    for plane in Self.planes {
                        sums[plane] += weight * Double(source.planes[plane][y * Self.size.width + x])
                    }
                }
            }
            for plane in Self.planes {
                let mean = valid > 0 ? sums[plane] / valid : 0
                #expect(abs(Double(buffer.float32[plane * count + index]) - mean) <= 1e-4)
            }
            #expect(abs(Double(buffer.float32[2 * count + index]) - valid / all) <= 1e-6)
            #expect(buffer.masks[index] == (valid > 0 ? 255 : 0))
        }
        #expect(buffer.type == .float32 && buffer.bandCount == 3 && buffer.maskCount == 1)
    }

    @Test("Any cut into windows gives the same bytes, however few rows are read at a time", arguments: cells)
    func windows(cell: PixelExtent) throws {
        let source = Self.source()
        let whole = Self.reader(source, cell)
        var (all, part) = (PixelBuffer(), PixelBuffer())
        try whole.read(whole.grid.window, into: &all)
        var random = SeededGenerator(8)
        let size = whole.grid.size
        for stripHeight in [1, 3, 100] {
            let reader = Self.reader(source, cell, stripHeight: stripHeight)
            for _ in 0..<8 {
                let column = Int.random(in: 0..<size.width, using: &random)
                let row = Int.random(in: 0..<size.height, using: &random)
                let window = PixelWindow(
                    column: column, row: row, width: .random(in: 1...(size.width - column), using: &random),
                    height: .random(in: 1...(size.height - row), using: &random))
                try reader.read(window, into: &part)
                #expect(part.window == window)
                let expected = bits(all).map { layer in
                    window.rows.flatMap { layer[window.indices(ofRow: $0, in: whole.grid.window)] }
                }
                #expect(bits(part) == expected, "\(window)")
            }
        }
    }

    @Test("Cells of one pixel are the pixels")
    func identity() throws {
        let source = Self.source()
        let reader = Self.reader(source, PixelExtent(columns: 1, rows: 1))
        var buffer = PixelBuffer()
        try reader.read(reader.grid.window, into: &buffer)
        for (index, mask) in source.mask.enumerated() {
            #expect(buffer.float32[index] == (mask == 0 ? 0 : source.planes[0][index]))
        }
    }

    @Test("A mean of equal values is that value, and a cell without gaps is valid to exactly 1", arguments: cells)
    func constant(cell: PixelExtent) throws {
        let count = Self.size.count
        let source = ArrayReader(
            Self.size, [Array(repeating: 0.1, count: count), Array(repeating: 77, count: count)],
            mask: Array(repeating: 255, count: count))
        let reader = Self.reader(source, cell)
        var buffer = PixelBuffer()
        try reader.read(reader.grid.window, into: &buffer)
        let cells = reader.grid.size.count
        #expect(
            buffer.float32[..<(3 * cells)]
                == ([0.1, 77, 1] as [Float]).flatMap { Array(repeating: $0, count: cells) }[...])
    }

    @Test("What could not be read takes no part, and its cells are told")
    func lost() throws {
        let source = Self.source()
        source.lost = [PixelWindow(column: 9, row: 4, width: 8, height: 5)]
        let cell = PixelExtent(columns: 4, rows: 2.5)
        var (buffer, part) = (PixelBuffer(), PixelBuffer())
        let reader = Self.reader(source, cell)
        try reader.read(reader.grid.window, into: &buffer)
        let touched = PixelWindow(column: 2, row: 1, width: 3, height: 3)
        #expect(
            Set(buffer.unreadable.flatMap { p in p.window.rows.flatMap { r in p.window.columns.map { [$0, r] } } })
                == Set(touched.rows.flatMap { r in touched.columns.map { [$0, r] } }))
        let window = PixelWindow(column: 3, row: 2, width: 1, height: 1)
        try Self.reader(source, cell, stripHeight: 2).read(window, into: &part)
        #expect(part.unreadable.map(\.window).contains(window))
        #expect(bits(part) == bits(buffer).map { [$0[2 * reader.grid.size.width + 3]] })
        // Lost in layers that nobody uses here.
        try Self.reader(source, cell, layers: [.plane(1)]).read(reader.grid.window, into: &part)
        #expect(part.unreadable.isEmpty)
    }

    @Test("Only a strip of the raster is read at a time")
    func strips() throws {
        let source = Self.source()
        let reader = Self.reader(source, PixelExtent(columns: 9, rows: 9), stripHeight: 4)
        var buffer = PixelBuffer()
        try reader.read(reader.grid.window, into: &buffer)
        #expect(source.mostRows == 4)
    }
}

@Suite("Cells of a coarser grid")
struct CellGridTests {
    @Test("Cells cover every pixel exactly once")
    func partition() {
        var random = SeededGenerator(1)
        for _ in 0..<200 {
            let raster = RasterSize(
                width: .random(in: 1...300, using: &random), height: .random(in: 1...300, using: &random))
            let cell = PixelExtent(
                columns: .random(in: 1...40, using: &random),
                rows: 1 + Double(Int.random(in: 0..<9, using: &random)) / 3)
            let grid = CellGrid(raster: raster, cell: cell)
            var shares = Array(repeating: 0.0, count: raster.width)
            for index in 0..<grid.size.width {
                let span = grid.columns(ofCell: index)
                for pixel in 0..<span.count where span.weight(pixel) > 0 {
                    shares[span.first + pixel] += span.weight(pixel)
                }
            }
            #expect(shares.allSatisfy { abs($0 - 1) < 1e-9 })
            #expect(
                grid.pixels(of: grid.window)
                    == PixelWindow(column: 0, row: 0, width: raster.width, height: raster.height))
        }
    }

    @Test("Cells of pixels and pixels of cells agree")
    func inverse() {
        var random = SeededGenerator(2)
        let grid = CellGrid(raster: RasterSize(width: 100, height: 90), cell: PixelExtent(columns: 3.7, rows: 10.0 / 3))
        for _ in 0..<200 {
            let (column, row) = (Int.random(in: 0..<100, using: &random), Int.random(in: 0..<90, using: &random))
            let pixel = PixelWindow(column: column, row: row, width: 1, height: 1)
            let cells = grid.cells(of: pixel)
            let expected = (0..<grid.size.width).filter { grid.columns(ofCell: $0).pixels.contains(column) }
            #expect(Array(cells.columns) == expected && (1...2).contains(cells.height))
            #expect(grid.pixels(of: cells).intersection(pixel) == pixel)
        }
    }

    @Test("A side that divides the raster but for rounding leaves no sliver of a cell")
    func slivers() {
        for parts in 1...200 {
            let grid = CellGrid(
                raster: RasterSize(width: 200, height: 1000),
                cell: PixelExtent(columns: 200 / Double(parts), rows: 1000 / Double(parts)))
            #expect(grid.size == RasterSize(width: parts, height: parts))
        }
    }
}
