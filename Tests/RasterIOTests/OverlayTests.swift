import Foundation
import RasterModel
import TestSupport
import Testing

@testable import RasterIO

/// Bands of other files, brought to the raster's grid.
@Suite("Bands of other files")
struct OverlayTests {
    private let folder: ScratchFolder
    private let base: RasterSource
    private let whole = PixelWindow(column: 0, row: 0, width: SampleRaster.width, height: SampleRaster.height)

    init() throws {
        folder = try ScratchFolder()
        base = try RasterSource(
            path: SampleRaster.make(folder.file("base.tif"), ["-b", "1", "-b", "2", "-co", "TILED=YES"]))
    }

    private struct Reading {
        let buffer: PixelBuffer
        let view: BandView
        let validity: [UInt8]
    }

    /// Reads windows of some bands, and judges them.
    private func read(
        _ bands: [BandAddress], of stack: RasterStack, windows: [PixelWindow], keepsGoing: Bool = false
    ) throws -> [Reading] {
        let selection = try ReadSelection([BandSelection(bands, of: stack, named: [])], of: stack)
        let reader = try RasterReader(
            stack, selection: selection, decoder: RasterReader.decoder(for: stack, selection), chunkCacheBytes: 0,
            keepsGoing: keepsGoing)
        return try windows.map { window in
            var buffer = PixelBuffer()
            try reader.read(window, into: &buffer)
            var validity: [UInt8] = []
            selection.views[0].validity.apply(buffer, into: &validity)
            return Reading(buffer: buffer, view: selection.views[0], validity: validity)
        }
    }

    private var windows: [PixelWindow] {
        var random = SeededGenerator(11)
        return (0..<12).map { _ in
            let (column, row) = (Int.random(in: 0..<149, using: &random), Int.random(in: 0..<103, using: &random))
            return PixelWindow(
                column: column, row: row, width: .random(in: 1...(149 - column), using: &random),
                height: .random(in: 1...(103 - row), using: &random))
        }
    }

    /// Samples of one band of a window, row by row.
    private func samples(_ read: Reading, band: Int) -> [Double] {
        let window = read.buffer.window
        return (0..<window.count).map {
            read.buffer.sample(band: read.view.planes[band], column: $0 % window.width, row: $0 / window.width)
        }
    }

    /// What a window shares with values of the whole raster.
    private func cut<T>(_ window: PixelWindow, from values: [T]) -> [T] {
        window.rows.flatMap { row in values[row * 149 + window.column..<row * 149 + window.columns.upperBound] }
    }

    @Test("A file on the same grid gives what the band itself gives", arguments: ["Byte", "UInt16", "Float32"])
    func sameGrid(type: String) throws {
        let all = try RasterSource(path: SampleRaster.make(folder.file("all.tif"), []))
        let other = try SampleRaster.make(folder.file("other.tif"), ["-b", "3", "-ot", type])
        let stack = try RasterStack(base, others: [other])
        for window in windows {
            let expected = try read([1, 3, 2], of: RasterStack(all), windows: [window])[0]
            let found = try read([1, BandAddress(file: 1, number: 1), 2], of: stack, windows: [window])[0]
            for band in 0..<3 { #expect(samples(found, band: band) == samples(expected, band: band)) }
        }
    }

    @Test(
        "Any cut of the grid gives the same samples and masks",
        arguments: [
            ["-outsize", "75", "52"], ["-outsize", "500", "700"], ["-outsize", "20", "9", "-co", "TILED=YES"],
            ["-outsize", "200", "200", "-a_nodata", "77"], ["-outsize", "31", "103", "-ot", "Int16"],
        ])
    func anyCut(options: [String]) throws {
        let other = try SampleRaster.make(folder.file("other.tif"), ["-b", "3"] + options)
        let stack = try RasterStack(base, others: [other])
        let bands: [BandAddress] = [2, BandAddress(file: 1, number: 1)]
        let all = try read(bands, of: stack, windows: [whole])[0]
        for part in try read(bands, of: stack, windows: windows) {
            for band in 0..<2 {
                #expect(samples(part, band: band) == cut(part.buffer.window, from: samples(all, band: band)))
            }
            #expect(part.validity == cut(part.buffer.window, from: all.validity))
        }
        #expect(all.validity.contains(0) == options.contains("-a_nodata"))
    }

    @Test("Outside of the other file there is no observation, and only for those who use it")
    func outside() throws {
        let part = folder.file("part.vrt")
        _ = try SampleRaster.make(folder.file("other.tif"), ["-b", "3"])
        try SampleRaster.run(
            "gdal_translate", ["-q", "-srcwin", "40", "30", "60", "50", folder.file("other.tif"), part])
        let stack = try RasterStack(base, others: [part])
        let other = BandAddress(file: 1, number: 1)
        let selections = try [[1, other], [1, 2]].map { try BandSelection($0, of: stack, named: []) }
        let reading = try ReadSelection(selections, of: stack)
        #expect(reading.masks == [.reach(file: 1)] && reading.planes == [1, 2, other])
        let reader = try RasterReader(stack, selection: reading, decoder: .libtiff, chunkCacheBytes: 0)
        var buffer = PixelBuffer()
        try reader.read(whole, into: &buffer)
        let inside = whole.rows.flatMap { row in
            whole.columns.map { (40..<100).contains($0) && (30..<80).contains(row) ? UInt8(255) : 0 }
        }
        var validity: [UInt8] = []
        reading.views[0].validity.apply(buffer, into: &validity)
        #expect(validity == inside)
        reading.views[1].validity.apply(buffer, into: &validity)
        #expect(validity == Array(repeating: 255, count: whole.count))
        #expect(reading.views[1].layers == [.plane(0), .plane(1)])
    }

    @Test("Blocks lost in another file are lost for those who use it, whatever the cut")
    func lost() throws {
        let path = try SampleRaster.make(
            folder.file("other.tif"), ["-b", "3", "-co", "BLOCKYSIZE=8", "-co", "COMPRESS=DEFLATE"])
        let intact = try bytes(of: path)
        let cut = try folder.write(Array(intact.prefix(intact.count * 6 / 10)), to: "cut.tif")
        let stack = try RasterStack(base, others: [cut])
        let bands: [BandAddress] = [1, BandAddress(file: 1, number: 1)]
        func lostRows(_ windows: [PixelWindow]) throws -> Set<Int> {
            Set(
                try read(bands, of: stack, windows: windows, keepsGoing: true).flatMap { read in
                    #expect(read.buffer.unreadable(in: [.plane(0)]).isEmpty)
                    return read.buffer.unreadable(in: read.view.layers).flatMap { part in
                        #expect(part.columns == read.buffer.window.columns)
                        return Array(part.rows)
                    }
                })
        }
        let rows = try lostRows([whole])
        #expect(!rows.isEmpty && rows.count < 103)
        let strips = [(0, 40), (40, 41), (41, 90), (90, 103)].map {
            PixelWindow(column: 0, row: $0.0, width: 149, height: $0.1 - $0.0)
        }
        #expect(try lostRows(strips) == rows)
        #expect(throws: RasterError.self) { try read(bands, of: stack, windows: [whole]) }
    }

    @Test("What lies elsewhere, or nobody knows where, is refused with the command that helps")
    func refused() throws {
        func refusal(_ options: [String], base: RasterSource) throws -> RasterError {
            let other = try SampleRaster.make(folder.file("other.tif"), ["-b", "3"] + options)
            return try #require(throws: RasterError.self) { try RasterStack(base, others: [other]) }
        }
        let crs = try refusal(["-a_srs", "EPSG:3857"], base: base)
        #expect(crs.advice?.contains("gdalwarp -t_srs EPSG:") == true && crs.advice?.contains("-ts 149 103") == true)
        let bare = ["-co", "PROFILE=BASELINE", "--config", "GDAL_PAM_ENABLED", "NO"]
        let plain = try RasterSource(
            path: SampleRaster.make(folder.file("plain.tif"), ["-b", "1"] + bare))
        #expect(plain.grid.crs == nil)
        #expect(try refusal([], base: plain).reason.contains("has no CRS"))
        #expect(try refusal(bare + ["-outsize", "20", "20"], base: plain).reason.contains("not the same"))
        #expect(throws: RasterError.self) { try RasterStack(base, others: [folder.file("missing.tif")]) }
    }

    @Test("The memory that other files take is counted where there are some")
    func memory() throws {
        let other = try SampleRaster.make(folder.file("other.tif"), ["-b", "3"])
        let stack = try RasterStack(base, others: [other])
        let tile = RasterSize(width: 100, height: 100)
        func bytes(_ bands: [BandAddress]) throws -> ReadSelection.OtherFileBytes {
            try ReadSelection([BandSelection(bands, of: stack, named: [])], of: stack).otherFiles(of: stack, tile: tile)
        }
        #expect(try bytes([1]) == .init())
        let used = try bytes([1, BandAddress(file: 1, number: 1)])
        #expect(used.workBytes >= 100 * 100 && used.cacheBytes >= stack.others[0].source.layout.decodedBytes)
    }
}
