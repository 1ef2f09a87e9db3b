import Foundation
import RasterModel
import TestSupport
import Testing

@testable import RasterIO

/// One way to store the same pixels.
struct StoredLayout: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let type: SampleType
    let options: [String]

    /// - Parameter creation: `-co` options of GDAL's GTiff driver, separated by blanks.
    init(_ type: SampleType, _ creation: String, _ others: [String] = []) {
        testDescription = "\(type) \(creation)"
        self.type = type
        let names: [SampleType: String] = [
            .uint8: "Byte", .int8: "Byte", .uint16: "UInt16", .int16: "Int16", .uint32: "UInt32", .int32: "Int32",
            .float32: "Float32", .float64: "Float64",
        ]
        let ranges: [SampleType: [String]] = [
            .uint16: ["0", "65535"], .int16: ["-30000", "30000"], .uint32: ["0", "4294967295"],
            .int32: ["-2147483648", "2147483647"], .float32: ["-1.7", "2.3"], .float64: ["-1.7", "2.3"],
        ]
        options =
            ["-ot", names[type] ?? ""] + (ranges[type].map { ["-scale", "0", "255"] + $0 } ?? [])
            + creation.split(separator: " ").flatMap { ["-co", String($0)] } + others
    }

    private static let tiles = "TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=48"

    static let all = [
        StoredLayout(.uint8, "\(tiles) INTERLEAVE=PIXEL"),
        StoredLayout(.uint8, "\(tiles) INTERLEAVE=BAND COMPRESS=LZW PREDICTOR=2"),
        StoredLayout(.uint8, "INTERLEAVE=PIXEL BLOCKYSIZE=1 COMPRESS=LZW"),
        StoredLayout(.uint8, "INTERLEAVE=PIXEL BLOCKYSIZE=7 COMPRESS=DEFLATE PREDICTOR=2"),
        StoredLayout(.uint8, "INTERLEAVE=BAND BLOCKYSIZE=200 COMPRESS=PACKBITS"),
        StoredLayout(.uint8, "TILED=YES BLOCKXSIZE=256 BLOCKYSIZE=256 INTERLEAVE=PIXEL COMPRESS=DEFLATE BIGTIFF=YES"),
        StoredLayout(.int8, "\(tiles) INTERLEAVE=BAND PIXELTYPE=SIGNEDBYTE"),
        StoredLayout(.uint16, "\(tiles) INTERLEAVE=PIXEL COMPRESS=DEFLATE PREDICTOR=2"),
        StoredLayout(.uint16, "INTERLEAVE=BAND BLOCKYSIZE=16 ENDIANNESS=BIG"),
        StoredLayout(.uint16, "\(tiles) INTERLEAVE=PIXEL COMPRESS=LZW PREDICTOR=2 ENDIANNESS=BIG"),
        StoredLayout(.int16, "INTERLEAVE=BAND BLOCKYSIZE=10"),
        StoredLayout(.uint32, "\(tiles) INTERLEAVE=PIXEL COMPRESS=ZSTD"),
        StoredLayout(.int32, "\(tiles) INTERLEAVE=BAND COMPRESS=LZW PREDICTOR=2"),
        StoredLayout(.float32, "\(tiles) INTERLEAVE=PIXEL COMPRESS=DEFLATE PREDICTOR=3"),
        StoredLayout(.float32, "INTERLEAVE=BAND BLOCKYSIZE=9 COMPRESS=LZW PREDICTOR=2"),
        StoredLayout(.float64, "INTERLEAVE=PIXEL BLOCKYSIZE=5 COMPRESS=DEFLATE PREDICTOR=3"),
        StoredLayout(.uint8, "BLOCKYSIZE=25 COMPRESS=DEFLATE"),
        StoredLayout(.uint16, "INTERLEAVE=BAND BLOCKYSIZE=8 COMPRESS=DEFLATE ENDIANNESS=BIG"),
        StoredLayout(.int16, "\(tiles) INTERLEAVE=PIXEL COMPRESS=DEFLATE PREDICTOR=2 ENDIANNESS=BIG"),
        StoredLayout(.uint32, "\(tiles) INTERLEAVE=BAND COMPRESS=DEFLATE PREDICTOR=2 ENDIANNESS=BIG"),
        StoredLayout(.float32, "\(tiles) INTERLEAVE=PIXEL COMPRESS=DEFLATE PREDICTOR=2"),
        StoredLayout(.float32, "INTERLEAVE=PIXEL BLOCKYSIZE=10 COMPRESS=DEFLATE PREDICTOR=3 ENDIANNESS=BIG"),
        StoredLayout(.float64, "\(tiles) INTERLEAVE=BAND COMPRESS=DEFLATE PREDICTOR=3 ENDIANNESS=BIG"),
        StoredLayout(.float64, "\(tiles) INTERLEAVE=PIXEL COMPRESS=DEFLATE ENDIANNESS=BIG"),
        // Blocks that hold only nodata are left out of the file.
        StoredLayout(.uint8, "\(tiles) INTERLEAVE=BAND SPARSE_OK=TRUE", ["-a_nodata", "0"]),
        StoredLayout(.int16, "\(tiles) INTERLEAVE=PIXEL SPARSE_OK=TRUE", ["-b", "1", "-a_nodata", "-30000"]),
    ]
}

/// A reader of some bands of one raster, and the rule that judges them.
private struct JudgingReader: ~Copyable {
    private let reader: RasterReader
    private let view: BandView

    init(
        _ bands: [BandAddress], _ source: RasterSource, _ decoder: RasterReader.Decoder, cache: Int = 0
    ) throws {
        let stack = RasterStack(source)
        let selection = try ReadSelection([BandSelection(bands, of: stack, named: [])], of: stack)
        let reader = try RasterReader(stack, selection: selection, decoder: decoder, chunkCacheBytes: cache)
        view = selection.views[0]
        self.reader = reader
    }

    /// - Returns: the validity of the window.
    @discardableResult
    mutating func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) -> [UInt8] {
        try reader.read(window, into: &buffer)
        var validity: [UInt8] = []
        view.validity.apply(buffer, into: &validity)
        return validity
    }
}

/// The decoder that the program would choose for all bands of a raster.
private func decoder(for source: RasterSource) throws -> RasterReader.Decoder {
    let stack = RasterStack(source)
    let bands = source.bands.map { BandAddress(file: 0, number: $0.number) }
    return RasterReader.decoder(for: stack, try ReadSelection([BandSelection(bands, of: stack, named: [])], of: stack))
}

/// True where two buffers hold the same samples.
private func isEqual(_ a: PixelBuffer, _ b: PixelBuffer) -> Bool {
    let count = a.window.count * a.bandCount
    guard a.type == b.type, a.window == b.window else { return false }
    return switch a.type {
    // Planes or words: what counts is what they give.
    case .uint8: bytes(of: a) == bytes(of: b)
    case .int8: a.int8[..<count] == b.int8[..<count]
    case .uint16: a.uint16[..<count] == b.uint16[..<count]
    case .int16: a.int16[..<count] == b.int16[..<count]
    case .uint32: a.uint32[..<count] == b.uint32[..<count]
    case .int32: a.int32[..<count] == b.int32[..<count]
    case .float32: a.float32[..<count] == b.float32[..<count]
    case .float64: a.float64[..<count] == b.float64[..<count]
    }
}

/// All samples of a buffer of bytes, plane after plane, by way of its rows.
private func bytes(of buffer: PixelBuffer) -> [Float] {
    var row = [Float](repeating: 0, count: buffer.window.width)
    return (0..<buffer.bandCount * buffer.window.height).flatMap { index in
        let (band, line) = index.quotientAndRemainder(dividingBy: buffer.window.height)
        var span = row.mutableSpan
        buffer.load(band: band, row: line, column: 0, into: &span)
        #expect(Float(buffer.sample(band: band, column: row.count - 1, row: line)) == row[row.count - 1])
        return row
    }
}

@Suite("Readers")
struct ReaderTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func window(_ column: Int, _ row: Int, _ width: Int, _ height: Int) -> PixelWindow {
        PixelWindow(column: column, row: row, width: width, height: height)
    }

    /// The whole raster, single pixels, windows around block borders, and random ones.
    private var windows: [PixelWindow] {
        let (width, height) = (SampleRaster.width, SampleRaster.height)
        var random = SeededGenerator(5)
        var windows = [
            window(0, 0, width, height), window(0, 0, 1, 1), window(width - 1, height - 1, 1, 1),
            window(31, 47, 2, 2), window(32, 48, 32, 48), window(0, height - 1, width, 1),
            window(width - 1, 0, 1, height),
        ]
        for _ in 0..<6 {
            let (column, row) = (Int.random(in: 0..<width, using: &random), Int.random(in: 0..<height, using: &random))
            windows.append(
                window(
                    column, row, .random(in: 1...(width - column), using: &random),
                    .random(in: 1...(height - row), using: &random)))
        }
        return windows
    }

    @Test("libtiff and GDAL give the same buffers", arguments: StoredLayout.all)
    func equal(layout: StoredLayout) throws {
        let source = try RasterSource(path: SampleRaster.make(folder.file("a.tif"), layout.options))
        try #require(try decoder(for: source) == .libtiff)
        #expect(source.bands.allSatisfy { $0.type == layout.type })
        for bands: [BandAddress] in source.bands.count == 1 ? [[1]] : [[3, 1], [1, 2, 3, 4]] {
            var gdal = try JudgingReader(bands, source, .gdal)
            for cache in [0, 40_000] {
                var tiff = try JudgingReader(bands, source, .libtiff, cache: cache)
                var (expected, found) = (PixelBuffer(), PixelBuffer())
                for window in windows {
                    let validities = try [gdal.read(window, into: &expected), tiff.read(window, into: &found)]
                    let isEqual = isEqual(found, expected) && validities[0] == validities[1]
                    #expect(isEqual && found.window == window, "bands \(bands), cache \(cache), \(window)")
                }
            }
        }
    }

    @Test("Samples are the bytes of an uncompressed copy", arguments: [RasterReader.Decoder.gdal, .libtiff])
    func independent(decoder: RasterReader.Decoder) throws {
        let options = ["-ot", "UInt16", "-scale", "0", "255", "0", "65535"]
        let raw = try SampleRaster.make(folder.file("raw.img"), options + ["-of", "ENVI", "-co", "INTERLEAVE=BSQ"])
        let tiff = try SampleRaster.make(
            folder.file("a.tif"), options + ["-co", "TILED=YES", "-co", "COMPRESS=LZW", "-co", "PREDICTOR=2"])
        let source = try RasterSource(path: tiff)
        var reader = try JudgingReader([2, 4], source, decoder, cache: 1_000_000)
        var buffer = PixelBuffer()
        let whole = window(0, 0, SampleRaster.width, SampleRaster.height)
        try reader.read(whole, into: &buffer)
        // Band after band, low byte first.
        let stored = try bytes(of: raw)
        for (plane, band) in [2, 4].enumerated() {
            let first = (band - 1) * whole.count
            let expected = (first..<first + whole.count).map {
                UInt16(stored[2 * $0]) | UInt16(stored[2 * $0 + 1]) << 8
            }
            let isEqual = Array(buffer.uint16[plane * whole.count..<(plane + 1) * whole.count]) == expected
            #expect(isEqual, "band \(band)")
        }
    }

    @Test("Blocks that the file leaves out are really left out in the sparse cases")
    func sparse() throws {
        for layout in StoredLayout.all where layout.testDescription.contains("SPARSE_OK") {
            let chunks = try TIFFChunks(path: SampleRaster.make(folder.file("a.tif"), layout.options))
            let count = chunks.layout.chunksAcross * chunks.layout.chunksDown
            let left = try (0..<count).filter { try chunks.isSparse($0, path: "a.tif", window: window(0, 0, 1, 1)) }
                .count
            #expect(left > 0 && left < count)
        }
    }

    @Test(
        "What libtiff cannot hand out as it is goes through GDAL",
        arguments: [
            ["-co", "COMPRESS=JPEG", "-b", "1", "-b", "2", "-b", "3", "-co", "PHOTOMETRIC=YCBCR"],
            ["-co", "NBITS=12", "-ot", "UInt16"], ["-ot", "CInt16"], ["-of", "PNG"], ["-of", "ENVI"], ["-of", "VRT"],
        ])
    func throughGDAL(options: [String]) throws {
        let source = try RasterSource(path: SampleRaster.make(folder.file("other"), options))
        #expect(!source.layout.isPlainTIFF)
    }

    @Test("A mask inside the file and an alpha band say the same", arguments: [RasterReader.Decoder.gdal, .libtiff])
    func mask(decoder: RasterReader.Decoder) throws {
        let colours = ["-b", "1", "-b", "2", "-b", "3"]
        let masked = try RasterSource(
            path: SampleRaster.make(
                folder.file("masked.tif"), colours + ["-mask", "4", "--config", "GDAL_TIFF_INTERNAL_MASK", "YES"]))
        let withAlpha = try RasterSource(path: SampleRaster.make(folder.file("alpha.tif"), []))
        let validities = try [masked, withAlpha].map { source in
            var reader = try JudgingReader([1, 2], source, decoder)
            var buffer = PixelBuffer()
            return try reader.read(window(10, 5, 120, 90), into: &buffer)
        }
        #expect(masked.alphaBand == nil && withAlpha.alphaBand == 4)
        #expect(validities[0] == validities[1])
        #expect(Set(validities[0]) == [0, 255])
    }

    @Test("A truncated file: one line with file and window", arguments: [RasterReader.Decoder.gdal, .libtiff])
    func truncated(decoder: RasterReader.Decoder) throws {
        let whole = try bytes(of: SampleRaster.make(folder.file("whole.tif"), ["-co", "BLOCKYSIZE=8"]))
        let path = try folder.write(Array(whole.prefix(whole.count * 6 / 10)), to: "cut.tif")
        let source = try RasterSource(path: path)
        var reader = try JudgingReader([1], source, decoder)
        var buffer = PixelBuffer()
        try reader.read(window(0, 0, 149, 20), into: &buffer)
        let last = window(3, 95, 100, 8)
        let error = #expect(throws: RasterError.self) { try reader.read(last, into: &buffer) }
        #expect(error?.path == path && error?.operation == "read")
        // The whole window, or the part of it that could not be read.
        #expect(error?.window?.isEmpty == false && error?.window == error?.window?.intersection(last))
        #expect(error?.description.contains("\n") == false)
    }

    @Test("A flipped bit in a DEFLATE block is damage, wherever it is")
    func flippedBits() throws {
        let path = try SampleRaster.make(folder.file("a.tif"), ["-co", "COMPRESS=DEFLATE", "-co", "BLOCKYSIZE=103"])
        let whole = try bytes(of: path)
        var random = SeededGenerator(9)
        var found = 0
        for _ in 0..<40 {
            // The middle of the file is the one strip.
            var cut = whole
            let place = Int.random(in: whole.count / 4..<whole.count * 3 / 4, using: &random)
            cut[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            _ = try folder.write(cut, to: "a.tif")
            var reader = try JudgingReader([1], RasterSource(path: path), .libtiff)
            var buffer = PixelBuffer()
            if (try? reader.read(window(5, 5, 9, 9), into: &buffer)) == nil { found += 1 }
        }
        #expect(found == 40)
    }

    /// Inputs in which a fuzzer once saw the decoders differ.
    private static var findings: [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fuzz/Findings/reader").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    }

    @Test("Both decoders refuse what one refuses, the second time too", arguments: findings)
    func decodersAgree(path: String) throws {
        guard let source = try? RasterSource(path: path), (try? decoder(for: source)) == .libtiff else { return }
        let size = source.grid.size
        let whole = window(0, 0, min(size.width, 40), min(size.height, 40))
        let answers = [RasterReader.Decoder.gdal, .libtiff].flatMap { kind -> [PixelBuffer?] in
            guard var reader = try? JudgingReader([1], source, kind) else { return [nil, nil] }
            return (0..<2).map { _ in
                var buffer = PixelBuffer()
                return (try? reader.read(whole, into: &buffer)) == nil ? nil : buffer
            }
        }
        let areEqual = answers.dropFirst().allSatisfy { other in
            switch (answers[0], other) {
            case (let a?, let b?): isEqual(a, b)
            case (nil, nil): true
            // GDAL does not look at the checksum of a DEFLATE block.
            case (_?, nil): path.contains("deflate")
            case (nil, _?): false
            }
        }
        #expect(areEqual)
    }

    @Test("What cannot be opened says why")
    func notOpened() throws {
        try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
        let reason = { (path: String) in
            #expect(throws: RasterError.self) { try RasterSource(path: path) }?.reason ?? ""
        }
        #expect(reason(folder.file("missing.tif")) == "no such file")
        #expect(reason(folder.file("sub")) == "it is an empty folder")
        _ = try folder.write(Array("a,b".utf8), to: "sub/notes.csv")
        #expect(reason(folder.file("sub")).hasPrefix("it is a folder"))
        #expect(reason(try folder.write([], to: "empty.tif")) == "the file is empty")
        #expect(!reason(try folder.write(Array("not a raster".utf8), to: "text.tif")).isEmpty)
    }
}
