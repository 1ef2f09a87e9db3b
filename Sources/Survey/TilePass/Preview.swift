import Catalog
import RasterIO
import RasterModel

/// The picture of a run: the raster beside the raster with the mask laid over it.
///
/// Drawn from single pixels on a fixed lattice over the whole raster, taken while tiles pass, so that it needs no second
/// reading and is the same for every tiling.
struct Preview {
    /// Lattice points along the longer side.
    static let longSide = 600
    /// Memory of the largest lattice: three samples, a mask code and the drawn picture.
    static let bytes = longSide * longSide * (3 * 4 + 1 + 6)

    /// What one tile adds.
    struct Samples: Sendable {
        var columns: Range<Int>
        var rows: Range<Int>
        /// Per lattice point: red, green, blue as stored; empty where only the codes are new.
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

        private init(raster: RasterSize, size: RasterSize, planes: [Int]) {
            (self.raster, self.size, self.planes) = (raster, size, planes)
        }

        /// The lattice that has no points: nothing is drawn.
        static let empty = Lattice(
            raster: RasterSize(width: 1, height: 1), size: RasterSize(width: 0, height: 0), planes: [])

        /// The pixels of the lattice points of a window, by their place in the raster.
        func pixels(of window: PixelWindow) -> (columns: [Int], rows: [Int]) {
            let columns = points(in: window.columns, of: size.width, along: raster.width)
            let rows = points(in: window.rows, of: size.height, along: raster.height)
            return (
                columns.map { pixel($0, of: size.width, along: raster.width) },
                rows.map { pixel($0, of: size.height, along: raster.height) }
            )
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

        /// The lattice points of a window whose codes have changed.
        func codes(of window: PixelWindow, _ codes: [UInt8]) -> Samples {
            let columns = points(in: window.columns, of: size.width, along: raster.width)
            let rows = points(in: window.rows, of: size.height, along: raster.height)
            var samples = Samples(columns: columns, rows: rows, values: [], codes: [])
            for row in rows {
                let line = (pixel(row, of: size.height, along: raster.height) - window.row) * window.width
                for column in columns {
                    let across = pixel(column, of: size.width, along: raster.width) - window.column
                    samples.codes.append(codes[line + across])
                }
            }
            return samples
        }

        /// The lattice points of a tile's core.
        ///
        /// - Parameter buffer: nil where nothing has been read.
        func samples(of core: PixelWindow, buffer: PixelBuffer?, codes: [UInt8]) -> Samples {
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
                        let value = buffer?.sample(
                            band: plane, column: x - (buffer?.window.column ?? 0), row: y - (buffer?.window.row ?? 0))
                        samples.values.append(Float(value ?? 0))
                    }
                    samples.codes.append(codes[(y - core.row) * core.width + x - core.column])
                }
            }
            return samples
        }
    }

    /// What was not asked for.
    private static let outside = ClassColor(red: 232, green: 232, blue: 232)

    let lattice: Lattice
    private let isPicture: Bool
    /// Per lattice point, row-major: red, green and blue as stored.
    private(set) var values: [Float]
    /// Per lattice point, row-major: its mask code.
    private(set) var codes: [UInt8]

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
                let point = row * lattice.size.width + column
                codes[point] = samples.codes[index]
                if !samples.values.isEmpty {
                    for channel in 0..<3 { values[3 * point + channel] = samples.values[3 * index + channel] }
                }
                index += 1
            }
        }
    }

    /// Draws the picture: the raster, a gap, and the raster with the mask laid over it.
    func write(to path: String, classes: [ClassDefinition], codes classCodes: ClassCodes) throws {
        let gap = max(4, lattice.size.width / 60)
        let width = 2 * lattice.size.width + gap
        var pixels = [UInt8](repeating: 255, count: 3 * width * lattice.size.height)
        let (red, green, blue) = (stretch(channel: 0), stretch(channel: 1), stretch(channel: 2))
        let colours = Self.colours(classes, classCodes)
        for row in 0..<lattice.size.height {
            for column in 0..<lattice.size.width {
                let point = row * lattice.size.width + column
                guard codes[point] != MaskCode.nodata else { continue }
                // Some tiles outside the area of interest are read and some are not: none of it is shown.
                if codes[point] == MaskCode.outside {
                    for left in [0, lattice.size.width + gap] {
                        Self.put(Self.outside, at: 3 * (row * width + left + column), in: &pixels)
                    }
                    continue
                }
                let ground = ClassColor(
                    red: red.byte(values[3 * point]), green: green.byte(values[3 * point + 1]),
                    blue: blue.byte(values[3 * point + 2]))
                let left = 3 * (row * width + column)
                Self.put(ground, at: left, in: &pixels)
                let laid = Self.lay(colours[Int(codes[point])], over: ground)
                Self.put(laid, at: left + 3 * (lattice.size.width + gap), in: &pixels)
            }
        }
        try PreviewImage.write(pixels, width: width, height: lattice.size.height, to: path)
    }

    /// Colours by mask code; what has no class (unobserved) is magenta.
    private static func colours(_ classes: [ClassDefinition], _ codes: ClassCodes) -> [ClassColor] {
        var colours = [ClassColor](repeating: ClassColor(red: 255, green: 0, blue: 255), count: 256)
        for item in classes { colours[Int(codes.code(of: item.value))] = item.color }
        return colours
    }

    private static func put(_ colour: ClassColor, at index: Int, in pixels: inout [UInt8]) {
        pixels[index] = colour.red
        pixels[index + 1] = colour.green
        pixels[index + 2] = colour.blue
    }

    /// The class colour, darker where the picture is darker, so that the ground stays recognisable.
    private static func lay(_ colour: ClassColor, over ground: ClassColor) -> ClassColor {
        let light = Int(ground.red) + Int(ground.green) + Int(ground.blue)
        // 0.7 on black to 1 on white, in 2550ths.
        let share = 1785 + light
        func shade(_ part: UInt8) -> UInt8 { UInt8((Int(part) * share + 1275) / 2550) }
        return ClassColor(red: shade(colour.red), green: shade(colour.green), blue: shade(colour.blue))
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
        let seen = codes.indices.filter { codes[$0] != MaskCode.nodata && codes[$0] != MaskCode.outside }.map {
            values[3 * $0 + channel]
        }
        .filter(\.isFinite).sorted()
        guard let first = seen.first, let last = seen.last, first < last else { return Stretch(low: 0, high: 1) }
        let (low, high) = (seen[seen.count * 2 / 100], seen[seen.count * 98 / 100])
        return low < high ? Stretch(low: low, high: high) : Stretch(low: first, high: last)
    }
}
