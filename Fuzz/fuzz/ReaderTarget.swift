import Foundation
import RasterIO
import RasterModel

/// Bytes as a TIFF: opened, read by both decoders in whole and in parts, and what they hand out compared.
enum ReaderTarget {
    /// In memory, of this process alone.
    private static let path = "/dev/shm/quadrat-fuzz-\(getpid()).tif"
    private static let file: FileHandle? =
        FileManager.default.createFile(atPath: path, contents: nil) ? FileHandle(forWritingAtPath: path) : nil
    /// Pixels and bytes of a block: larger ones would only cost time.
    private static let largest = 1 << 18

    private static func write(_ bytes: [UInt8]) throws {
        guard let file else { fatalError("cannot write \(path)") }
        try file.seek(toOffset: 0)
        try file.write(contentsOf: bytes)
        try file.truncate(atOffset: UInt64(bytes.count))
    }

    static func test(_ bytes: [UInt8]) {
        guard !hasManyBands(bytes), (try? write(bytes)) != nil, let source = try? RasterSource(path: path),
            source.grid.size.count <= largest, source.layout.decodedBytes <= largest
        else { return }
        let stack = RasterStack(source)
        let bands = (1...min(source.bands.count, 4)).map { BandAddress(file: 0, number: $0) }
        guard let selection = try? BandSelection(bands, of: stack, named: []),
            let reading = try? ReadSelection([selection], of: stack)
        else { return }
        let windows = windows(of: source.grid.size)
        let expected = read(windows, stack, reading, .gdal, keepsGoing: false)
        // One pixel, because each block that fails is tried again, layer by layer, after the file has been opened anew.
        let last = windows.suffix(1)
        if bytes.count % 8 == 0 {
            let again = read(Array(last), stack, reading, .gdal, keepsGoing: true)
            check(expected.suffix(1), again, sameFailures: false)
        }
        guard RasterReader.decoder(for: stack, reading) == .libtiff else { return }
        // DEFLATE: GDAL does not look at the checksum, and what it makes of a broken stream is not specified.
        let mayDiffer = isDeflate(bytes)
        check(
            expected, read(windows, stack, reading, .libtiff, keepsGoing: false), sameFailures: !mayDiffer)
    }

    /// True for more than 100 samples a pixel (tag 277): thousands of bands take seconds to open, and are all alike.
    private static func hasManyBands(_ bytes: [UInt8]) -> Bool {
        let (low, high): ([UInt8], [UInt8]) = ([0x15, 1, 3, 0, 1, 0, 0, 0], [1, 0x15, 0, 3, 0, 0, 0, 1])
        for place in bytes.indices.dropLast(9) {
            let (tag, a, b) = (bytes[place..<place + 8], Int(bytes[place + 8]), Int(bytes[place + 9]))
            if tag.elementsEqual(low), a | b << 8 > 100 { return true }
            if tag.elementsEqual(high), a << 8 | b > 100 { return true }
        }
        return false
    }

    /// True where a tag 259 of 8 or 32946 may be in the bytes.
    private static func isDeflate(_ bytes: [UInt8]) -> Bool {
        let codecs: [[UInt8]] = [
            [3, 1, 3, 0, 1, 0, 0, 0, 8, 0], [3, 1, 3, 0, 1, 0, 0, 0, 0xb2, 0x80],
            [1, 3, 0, 3, 0, 0, 0, 1, 0, 8], [1, 3, 0, 3, 0, 0, 0, 1, 0x80, 0xb2],
        ]
        return bytes.indices.dropLast(9).contains { place in
            codecs.contains { $0.elementsEqual(bytes[place..<place + 10]) }
        }
    }

    /// The whole raster, where it is small, and windows that cut blocks.
    private static func windows(of size: RasterSize) -> [PixelWindow] {
        let (width, height) = (min(size.width, 24), min(size.height, 24))
        return [
            PixelWindow(column: 0, row: 0, width: width, height: height),
            PixelWindow(
                column: size.width - (width + 1) / 2, row: size.height - (height + 1) / 2, width: (width + 1) / 2,
                height: (height + 1) / 2),
            PixelWindow(column: size.width / 2, row: size.height / 3, width: 1, height: 1),
        ]
    }

    /// What was read of each window: samples and validity; nil where reading failed.
    private static func read(
        _ windows: [PixelWindow], _ stack: RasterStack, _ reading: ReadSelection, _ decoder: RasterReader.Decoder,
        keepsGoing: Bool
    ) -> [[UInt64]?] {
        guard
            let reader = try? RasterReader(
                stack, selection: reading, decoder: decoder, chunkCacheBytes: 100_000, keepsGoing: keepsGoing)
        else { return windows.map { _ in nil } }
        var buffer = PixelBuffer()
        return windows.map { window in
            guard (try? reader.read(window, into: &buffer)) != nil, buffer.unreadable.isEmpty else { return nil }
            return samples(of: buffer, reading)
        }
    }

    /// Bit patterns, because NaN is not equal to itself.
    private static func samples(of buffer: PixelBuffer, _ reading: ReadSelection) -> [UInt64] {
        var validity: [UInt8] = []
        reading.views[0].validity.apply(buffer, into: &validity)
        var patterns = validity.map(UInt64.init)
        for band in 0..<buffer.bandCount {
            for row in 0..<buffer.window.height {
                for column in 0..<buffer.window.width {
                    patterns.append(buffer.sample(band: band, column: column, row: row).bitPattern)
                }
            }
        }
        return patterns
    }

    private static func check(_ expected: some Sequence<[UInt64]?>, _ found: [[UInt64]?], sameFailures: Bool) {
        for (number, (a, b)) in zip(expected, found).enumerated() {
            if sameFailures, (a == nil) != (b == nil) {
                fatalError(
                    "window \(number): GDAL \(a == nil ? "failed" : "read it"), libtiff \(b == nil ? "failed" : "read it")"
                )
            }
            guard let a, let b, a != b else { continue }
            let place = zip(a, b).enumerated().first { $1.0 != $1.1 }
            fatalError("window \(number) was read in two ways, first at sample \(place.map { "\($0)" } ?? "")")
        }
    }
}
