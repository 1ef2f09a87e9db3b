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
            let (columns, rows) = pixels(of: window)
            var samples = Samples(
                columns: points(in: window.columns, of: size.width, along: raster.width),
                rows: points(in: window.rows, of: size.height, along: raster.height), values: [], codes: [])
            samples.codes.reserveCapacity(columns.count * rows.count)
            for row in rows {
                let first = (row - window.row) * window.width - window.column
                for column in columns { samples.codes.append(codes[first + column]) }
            }
            return samples
        }

        /// The lattice points of a tile's core.
        ///
        /// - Parameter buffer: nil where nothing has been read.
        func samples(of core: PixelWindow, buffer: PixelBuffer?, codes: [UInt8]) -> Samples {
            var samples = self.codes(of: core, codes)
            samples.values = [Float](repeating: 0, count: planes.count * samples.codes.count)
            if let buffer { draw(core, from: buffer, into: &samples.values) }
            return samples
        }

        /// Stored numbers of the lattice points of a core, point by point.
        private func draw(_ core: PixelWindow, from buffer: PixelBuffer, into values: inout [Float]) {
            let (columns, rows) = pixels(of: core)
            let inside = columns.map { $0 - buffer.window.column }
            var line: [Double] = []
            for (number, row) in rows.enumerated() {
                for (channel, plane) in planes.enumerated() {
                    buffer.gather(band: plane, row: row - buffer.window.row, columns: inside, into: &line)
                    let first = number * columns.count * planes.count + channel
                    for (point, value) in line.enumerated() { values[first + point * planes.count] = Float(value) }
                }
            }
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
        let count = samples.columns.count
        for (number, row) in samples.rows.enumerated() {
            let (point, index) = (row * lattice.size.width + samples.columns.lowerBound, number * count)
            codes.replaceSubrange(point..<point + count, with: samples.codes[index..<index + count])
            guard !samples.values.isEmpty else { continue }
            values.replaceSubrange(
                3 * point..<3 * (point + count), with: samples.values[3 * index..<3 * (index + count)])
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
        private let low: Float
        private let high: Float
        /// Of the numbers that bytes can be.
        private var table: [UInt8] = []

        init(low: Float, high: Float) {
            (self.low, self.high) = (low, high)
            table = (0...255).map { stretched(Float($0)) }
        }

        func byte(_ value: Float) -> UInt8 {
            guard value.isFinite else { return 0 }
            guard value >= 0, value <= 255 else { return stretched(value) }
            let whole = Int(value)
            return Float(whole) == value ? table[whole] : stretched(value)
        }

        private func stretched(_ value: Float) -> UInt8 {
            UInt8(max(0, min(255, ((value - low) / (high - low) * 255).rounded())))
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
