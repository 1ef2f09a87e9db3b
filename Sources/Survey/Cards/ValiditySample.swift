import RasterIO
import RasterModel

/// How much of a raster holds an observation, from places spread evenly over it.
struct ValiditySample: Sendable {
    /// Side of the windows that are looked at, in pixels.
    private static let side = 64
    /// Windows at most along each direction.
    private static let most = 12
    /// Looking ends after this time, at least one window later.
    private static let patience = Duration.milliseconds(1200)

    /// Pixels looked at.
    private(set) var pixels = 0
    /// Pixels among them that hold an observation.
    private(set) var valid = 0
    /// Places looked at.
    private(set) var windows = 0
    /// Why a place could not be read; nil where all could.
    private(set) var failure: String?
    /// True where every pixel was looked at.
    let isComplete: Bool

    /// 0...1; nil where nothing could be read.
    var share: Double? { pixels > 0 ? Double(valid) / Double(pixels) : nil }

    /// - Parameter selection: what is looked at, and by which rule it is judged.
    init(_ stack: RasterStack, _ selection: BandSelection) throws {
        let source = stack.base
        let reading = try ReadSelection([selection], of: stack)
        let reader = try RasterReader(
            stack, selection: reading, decoder: RasterReader.decoder(for: stack, reading),
            chunkCacheBytes: 16_000_000, keepsGoing: true)
        let places = Self.places(in: source.grid.size)
        let clock = ContinuousClock()
        let start = clock.now
        var (buffer, validity) = (PixelBuffer(), [UInt8]())
        // In a fixed order that covers the raster coarsely first, so that running out of time leaves no half unseen.
        for window in Self.spread(places) {
            if windows > 0, clock.now - start > Self.patience { break }
            windows += 1
            try reader.read(window, into: &buffer)
            reading.views[0].validity.apply(buffer, into: &validity)
            var seen = [Bool](repeating: true, count: window.count)
            if failure == nil, !buffer.unreadable.isEmpty { failure = Self.failure(window, stack, reading) }
            for part in buffer.unreadable {
                for row in part.window.rows {
                    for column in part.window.columns {
                        seen[(row - window.row) * window.width + column - window.column] = false
                    }
                }
            }
            for i in seen.indices where seen[i] {
                pixels += 1
                valid += validity[i] != 0 ? 1 : 0
            }
        }
        isComplete = pixels == source.grid.size.count
    }

    /// What to say of places that cannot be read.
    var notes: [String] { failure.map { ["parts of it cannot be read: \($0)"] } ?? [] }

    /// What is in the way of reading a window.
    private static func failure(_ window: PixelWindow, _ stack: RasterStack, _ reading: ReadSelection) -> String? {
        var buffer = PixelBuffer()
        do {
            let reader = try RasterReader(
                stack, selection: reading, decoder: RasterReader.decoder(for: stack, reading), chunkCacheBytes: 0)
            try reader.read(window, into: &buffer)
            return nil
        } catch { return "\(error)" }
    }

    /// All of a small raster, else a window somewhere in each cell of a grid: evenly spaced windows would all fall on the
    /// same place of a pattern that repeats. The places are the same in every run.
    private static func places(in size: RasterSize) -> [PixelWindow] {
        let raster = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        if size.count <= 1_000_000 { return [raster] }
        let (across, down) = (min(most, (size.width + side - 1) / side), min(most, (size.height + side - 1) / side))
        return (0..<across * down).map { index in
            let column = start(
                index % across, of: across, along: size.width, share: fraction(index, 0.7548776662466927))
            let row = start(index / across, of: down, along: size.height, share: fraction(index, 0.5698402909980532))
            return PixelWindow(column: column, row: row, width: side, height: side).intersection(raster)
        }
    }

    /// The first pixel of a window at a share of the room that it has in its cell.
    private static func start(_ cell: Int, of cells: Int, along pixels: Int, share: Double) -> Int {
        let (start, end) = (cell * pixels / cells, (cell + 1) * pixels / cells)
        return start + Int(Double(max(0, end - start - side)) * share)
    }

    /// An evenly spread sequence in the unit square (Roberts 2018: multiples of powers of the plastic number's inverse).
    private static func fraction(_ index: Int, _ step: Double) -> Double {
        (0.5 + Double(index) * step).truncatingRemainder(dividingBy: 1)
    }

    /// The same windows in strides that share no divisor with their number.
    private static func spread(_ places: [PixelWindow]) -> [PixelWindow] {
        let step = [89, 97].first { places.count % $0 != 0 } ?? 1
        return places.indices.map { places[$0 * step % places.count] }
    }
}
