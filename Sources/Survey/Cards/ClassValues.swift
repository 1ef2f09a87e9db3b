import RasterIO
import RasterModel

/// The distinct values of band 1 of a class map, from one reading of all its pixels.
struct ClassValues {
    /// Whole numbers from here on are not told apart in Float32, in which rules compare.
    static let firstInexact = 1 << 24
    /// Pixels of a window at most, so that memory is bounded whatever the size of the map.
    private static let mostPixels = 1 << 22
    private static let cacheBytes = 64_000_000

    private let path: String
    private var found: Set<Int> = []
    /// What the pixels before were; most are like their neighbours.
    private var last = Float.nan

    /// Ascending.
    var values: [Int] { found.sorted() }

    /// Reads the map.
    ///
    /// - Parameter draft: a catalog of band 1, so that nodata is what it is for the catalogs that are to come.
    /// - Throws: for numbers that are no classes, and where there are too many of them or none.
    init(_ draft: CatalogDraft, of stack: RasterStack) throws {
        path = stack.base.path
        let reading = try ReadSelection([draft.selection], of: stack)
        let view = reading.views[0]
        let reader = try RasterReader(
            stack, selection: reading, decoder: RasterReader.decoder(for: stack, reading),
            chunkCacheBytes: Self.cacheBytes)
        var (buffer, validity) = (PixelBuffer(), [UInt8]())
        for window in Self.windows(of: stack.base) {
            try reader.read(window, into: &buffer)
            view.validity.apply(buffer, into: &validity)
            try add(PixelView(buffer, planes: view.planes, scalings: view.scalings, validity: validity))
        }
        guard !found.isEmpty else { throw SurveyError("\(path) holds no pixel with a value; a class map has some") }
    }

    /// Rows of blocks, cut where they are long.
    private static func windows(of source: RasterSource) -> some Sequence<PixelWindow> {
        let (size, layout) = (source.grid.size, source.layout)
        let raster = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let blockWidth = max(1, min(layout.blockWidth, size.width, mostPixels))
        let blockHeight = max(1, min(layout.blockHeight, mostPixels / blockWidth))
        let width = min(size.width, blockWidth * max(1, mostPixels / (blockHeight * blockWidth)))
        let height = min(size.height, blockHeight * max(1, min(512 / blockHeight, mostPixels / (blockHeight * width))))
        return stride(from: 0, to: size.height, by: height).lazy.flatMap { row in
            stride(from: 0, to: size.width, by: width).lazy.map { column in
                PixelWindow(column: column, row: row, width: width, height: height).intersection(raster)
            }
        }
    }

    private mutating func add(_ pixels: PixelView) throws(SurveyError) {
        let window = pixels.window
        var numbers = [Float](repeating: 0, count: window.width)
        for row in window.rows {
            var out = numbers.mutableSpan
            pixels.load(band: 0, row: row, column: window.column, into: &out)
            let range = pixels.range(row: row, column: window.column, count: window.width)
            for index in numbers.indices where numbers[index] != last && pixels.validity[range.lowerBound + index] != 0
            {
                try add(numbers[index], column: window.column + index, row: row)
            }
        }
    }

    private mutating func add(_ number: Float, column: Int, row: Int) throws(SurveyError) {
        // What is not finite matches no rule, so it is no class either.
        guard number.isFinite else { return }
        let place = "\(path), column \(column), row \(row)"
        guard number.magnitude < Float(Self.firstInexact) else {
            throw SurveyError(
                "\(place): \(number) is too large for a class value: rules compare in Float32, exact below "
                    + "\(Self.firstInexact); give the classes smaller numbers (gdal_calc.py)")
        }
        guard let value = Int(exactly: number) else {
            throw SurveyError(
                "\(place): \(number) is no whole number, so this is no class map; classes are numbered with whole numbers"
            )
        }
        last = number
        guard found.insert(value).inserted, found.count > Int(MaskCode.highestClass) else { return }
        throw SurveyError(
            "\(path) holds more than \(MaskCode.highestClass) different values, and a catalog has at most so many classes; "
                + "is this a class map?")
    }
}
