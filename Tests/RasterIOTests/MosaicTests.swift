import TestSupport
import Testing

@testable import RasterIO

@Suite("Mosaics")
struct MosaicTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A mosaic that names files.
    private func mosaic(_ name: String, of sources: [String], element: String = "SourceFilename") throws -> String {
        let items = sources.map {
            "<SimpleSource><\(element) relativeToVRT=\"1\">\($0)</\(element)><SourceBand>1</SourceBand></SimpleSource>"
        }
        let text =
            "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><VRTRasterBand dataType=\"Byte\" band=\"1\">"
            + items.joined() + "</VRTRasterBand></VRTDataset>"
        return try folder.write(Array(text.utf8), to: name)
    }

    /// Mosaics of which each names the one before it `times` times; the first names a raster.
    private func tower(_ levels: Int, times: Int = 1) throws -> String {
        var top = ""
        for level in 1...levels {
            let below = level == 1 ? "plain.tif" : "level\(level - 1).vrt"
            top = try mosaic("level\(level).vrt", of: Array(repeating: below, count: times))
        }
        return top
    }

    @Test("A raster has no depth, a mosaic of rasters has one, a mosaic of mosaics more", arguments: 1...4)
    func depth(levels: Int) throws {
        let plain = try folder.write(Array("II*".utf8), to: "plain.tif")
        #expect(try MosaicSources(of: plain).depth == 0)
        #expect(try MosaicSources(of: folder.file("missing.tif")).depth == 0)
        #expect(try MosaicSources(of: tower(levels)).depth == levels)
        guard levels < 4 else { return }
        #expect(try MosaicSources(of: "vrt://\(tower(levels))?bands=1").depth == levels + 1)
    }

    @Test("Five levels are too many, also by way of a level that was looked at before")
    func tooDeep() throws {
        let error = try #require(throws: RasterError.self) { try MosaicSources(of: tower(5)) }
        #expect(error.reason.contains("more than 4 deep") && error.advice != nil)
        // The level of depth 3 is known from the first source when it turns up at depth 3 again.
        _ = try tower(3)
        _ = try mosaic("between.vrt", of: ["level3.vrt"])
        #expect(throws: RasterError.self) {
            try MosaicSources(of: mosaic("top.vrt", of: ["level3.vrt", "between.vrt"]))
        }
    }

    @Test("A mosaic may not contain itself")
    func circle() throws {
        let own = try #require(throws: RasterError.self) { try MosaicSources(of: mosaic("a.vrt", of: ["a.vrt"])) }
        #expect(own.reason.contains("contains itself"))
        _ = try mosaic("b.vrt", of: ["c.vrt"])
        #expect(throws: RasterError.self) { try MosaicSources(of: mosaic("c.vrt", of: ["b.vrt"])) }
    }

    @Test("Files count as often as they are named; one level may name any number")
    func multiplied() throws {
        #expect(try MosaicSources(of: mosaic("flat.vrt", of: Array(repeating: "plain.tif", count: 1000))).depth == 1)
        let error = try #require(throws: RasterError.self) { try MosaicSources(of: tower(4, times: 100)) }
        #expect(error.reason.contains("more than 10000000 files"))
    }

    @Test("Tags are found in any case, and a mosaic by its text under any name")
    func disguised() throws {
        _ = try mosaic("inner.tif", of: ["plain.tif"])
        #expect(try MosaicSources(of: mosaic("a.vrt", of: ["inner.tif"], element: "sourcefilename")).depth == 2)
        #expect(try MosaicSources(of: mosaic("b.vrt", of: ["inner.tif"], element: "SourceDataset")).depth == 2)
        let inline = "<VRTDataset><SourceFilename>\(folder.file("b.vrt"))</SourceFilename></VRTDataset>"
        #expect(try MosaicSources(of: inline).depth == 3)
    }

    @Test("XML that is none has no sources")
    func broken() throws {
        let path = try folder.write(Array("<VRTDataset><SourceFilename>x".utf8), to: "broken.vrt")
        #expect(try MosaicSources(of: path).depth == 0)
    }
}
