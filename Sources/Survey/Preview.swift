import Catalog
import Foundation
import RasterIO
import RasterModel

/// The picture of a run: the raster beside the raster with the mask laid over it.
///
/// Drawn from single pixels on a fixed lattice over the whole raster, taken while tiles pass, so that it needs no second
/// reading and is the same for every tiling.
struct Preview {
    /// Lattice points along the longer side.
    static let longSide = 720
    /// Memory of the largest lattice: three samples, a mask code and the drawn picture.
    static let bytes = longSide * longSide * (3 * 4 + 1 + 6)

    /// What one tile adds.
    struct Samples: Sendable {
        var columns: Range<Int>
        var rows: Range<Int>
        /// Per lattice point: red, green, blue as stored.
        var values: [Float]
        var codes: [UInt8]
    }

    /// Where the lattice points are.
    struct Lattice: Sendable, Hashable {
        let raster: RasterSize
        let size: RasterSize
        /// Planes of the pixel buffer drawn as red, green, blue.
        let planes: [Int]

        init(raster: RasterSize, planes: [Int]) {
            self.raster = raster
            self.planes = planes
            let scale = min(1, Double(longSide) / Double(max(raster.width, raster.height)))
            size = RasterSize(
                width: max(1, Int(Double(raster.width) * scale)), height: max(1, Int(Double(raster.height) * scale)))
        }

        /// Pixel of a lattice point along one direction: the middle of its share.
        private func pixel(_ point: Int, of points: Int, along pixels: Int) -> Int {
            (2 * point + 1) * pixels / (2 * points)
        }

        /// Lattice points whose pixels lie in a range.
        private func points(in range: Range<Int>, of points: Int, along pixels: Int) -> Range<Int> {
            var first = max(0, range.lowerBound * points / pixels - 1)
            while first < points, pixel(first, of: points, along: pixels) < range.lowerBound { first += 1 }
            var end = first
            while end < points, pixel(end, of: points, along: pixels) < range.upperBound { end += 1 }
            return first..<end
        }

        /// The lattice points of a tile's core.
        func samples(of core: PixelWindow, buffer: PixelBuffer, codes: [UInt8]) -> Samples {
            let columns = points(in: core.columns, of: size.width, along: raster.width)
            let rows = points(in: core.rows, of: size.height, along: raster.height)
            var samples = Samples(columns: columns, rows: rows, values: [], codes: [])
            samples.values.reserveCapacity(3 * columns.count * rows.count)
            samples.codes.reserveCapacity(columns.count * rows.count)
            for row in rows {
                let y = pixel(row, of: size.height, along: raster.height)
                for column in columns {
                    let x = pixel(column, of: size.width, along: raster.width)
                    for plane in planes {
                        let value = buffer.sample(
                            band: plane, column: x - buffer.window.column, row: y - buffer.window.row)
                        samples.values.append(Float(value))
                    }
                    samples.codes.append(codes[(y - core.row) * core.width + x - core.column])
                }
            }
            return samples
        }
    }

    private let lattice: Lattice
    private let isPicture: Bool
    private var values: [Float]
    private var codes: [UInt8]

    /// - Parameter isPicture: the samples are bytes made for looking at; others are stretched.
    init(lattice: Lattice, isPicture: Bool) {
        self.lattice = lattice
        self.isPicture = isPicture
        values = Array(repeating: 0, count: 3 * lattice.size.count)
        codes = Array(repeating: 0, count: lattice.size.count)
    }

    mutating func add(_ samples: Samples) {
        var index = 0
        for row in samples.rows {
            for column in samples.columns {
                let place = row * lattice.size.width + column
                codes[place] = samples.codes[index]
                for channel in 0..<3 { values[3 * place + channel] = samples.values[3 * index + channel] }
                index += 1
            }
        }
    }

    /// Draws the picture.
    func write(to path: String, classes: [ClassDefinition], codes classCodes: ClassCodes) throws {
        let gap = max(4, lattice.size.width / 60)
        let width = 2 * lattice.size.width + gap
        var pixels = [UInt8](repeating: 255, count: 3 * width * lattice.size.height)
        let stretch = (0..<3).map { self.stretch(channel: $0) }
        var colours = [ClassColor?](repeating: nil, count: 256)
        for item in classes { colours[Int(classCodes.code(of: item.value))] = item.color }
        for row in 0..<lattice.size.height {
            for column in 0..<lattice.size.width {
                let place = row * lattice.size.width + column
                guard codes[place] != MaskCode.nodata else { continue }
                let left = 3 * (row * width + column)
                let right = left + 3 * (lattice.size.width + gap)
                let colour = (0..<3).map { stretch[$0].byte(values[3 * place + $0]) }
                for channel in 0..<3 { pixels[left + channel] = colour[channel] }
                let laid = Self.lay(colours[Int(codes[place])], over: colour)
                for channel in 0..<3 { pixels[right + channel] = laid[channel] }
            }
        }
        try PreviewImage.write(pixels, width: width, height: lattice.size.height, to: path)
    }

    /// The class colour, darker where the picture is darker, so that the ground stays recognisable. Without a class
    /// (unobserved) the pixel is magenta.
    private static func lay(_ colour: ClassColor?, over ground: [UInt8]) -> [UInt8] {
        let sum = ground.reduce(0) { $0 + Int($1) }
        let light = 0.7 + 0.3 * Double(sum) / 765
        let parts: [UInt8] = colour.map { [$0.red, $0.green, $0.blue] } ?? [255, 0, 255]
        return parts.map { part in UInt8((Double(part) * light).rounded()) }
    }

    /// From stored numbers to bytes: as they are in a picture, else between the 2nd and 98th percentile.
    private struct Stretch {
        var low: Float
        var high: Float

        func byte(_ value: Float) -> UInt8 {
            guard value.isFinite else { return 0 }
            return UInt8(max(0, min(255, ((value - low) / (high - low) * 255).rounded())))
        }
    }

    private func stretch(channel: Int) -> Stretch {
        if isPicture { return Stretch(low: 0, high: 255) }
        let seen = codes.indices.filter { codes[$0] != MaskCode.nodata }.map { values[3 * $0 + channel] }
            .filter(\.isFinite).sorted()
        guard let first = seen.first, let last = seen.last, first < last else { return Stretch(low: 0, high: 1) }
        let (low, high) = (seen[seen.count * 2 / 100], seen[seen.count * 98 / 100])
        return low < high ? Stretch(low: low, high: high) : Stretch(low: first, high: last)
    }
}
