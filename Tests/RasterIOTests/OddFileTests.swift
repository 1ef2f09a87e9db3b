import Foundation
import RasterModel
import TestSupport
import Testing

@testable import RasterIO

@Suite("Odd files")
struct OddFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("The identity is no place; with control points it is refused like none")
    func identity() throws {
        func mosaic(_ transform: String, _ more: String = "") throws -> String {
            let text =
                "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><SRS>EPSG:32632</SRS><GeoTransform>\(transform)"
                + "</GeoTransform>\(more)<VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>"
            return try folder.write(Array(text.utf8), to: "a.vrt")
        }
        #expect(try RasterSource(path: mosaic("0,1,0,0,0,1")).grid.transform == nil)
        #expect(try RasterSource(path: mosaic("0,1,0,0,0,-1")).grid.transform == nil)
        #expect(try RasterSource(path: mosaic("0,1,0,1,0,-1")).grid.transform != nil)
        let points = "<GCPList><GCP Id=\"1\" Pixel=\"0\" Line=\"0\" X=\"9\" Y=\"51\"/></GCPList>"
        let error = try #require(throws: RasterError.self) { try RasterSource(path: mosaic("0,1,0,0,0,1", points)) }
        #expect(error.reason.contains("ground control point"))
        for broken in ["0,nan,0,0,0,-1", "inf,1,0,0,0,-1", "5,1,2,5,2,4"] {
            let error = try #require(throws: RasterError.self) { try RasterSource(path: mosaic(broken)) }
            #expect(error.reason.contains("degenerate"))
        }
    }

    @Test("Sizes beyond any machine are refused before anything is multiplied")
    func absurd() throws {
        for (width, height, bands) in [(2_147_483_647, 2_147_483_647, 1), (2_147_483_647, 30_000, 5000)] {
            let band = "<VRTRasterBand dataType=\"Float64\"/>"
            let text =
                "<VRTDataset rasterXSize=\"\(width)\" rasterYSize=\"\(height)\">"
                + String(repeating: band, count: bands) + "</VRTDataset>"
            let path = try folder.write(Array(text.utf8), to: "a.vrt")
            let error = try #require(throws: RasterError.self) { try RasterSource(path: path) }
            #expect(error.reason.contains("which no machine can hold"))
        }
    }

    @Test("A raw file that ends before its last pixel is refused", arguments: ["ENVI", "netCDF"])
    func short(format: String) throws {
        let bands = format == "netCDF" ? ["-b", "1"] : []
        let path = try SampleRaster.make(folder.file("a"), ["-of", format] + bands)
        _ = try RasterSource(path: path)
        let whole = try bytes(of: path)
        _ = try folder.write(Array(whole.prefix(whole.count * 6 / 10)), to: "a")
        let error = try #require(throws: RasterError.self) { try RasterSource(path: path) }
        #expect(error.reason.contains("its pixels alone need"))
    }

    @Test("What a person should know is noted: further pages, blocks that are not there")
    func notes() throws {
        let sparse = ["-co", "TILED=YES", "-co", "BLOCKXSIZE=32", "-co", "BLOCKYSIZE=32", "-co", "SPARSE_OK=TRUE"]
        let path = try SampleRaster.make(folder.file("sparse.tif"), sparse + ["-scale", "0", "255", "0", "0"])
        #expect(
            try RasterSource(path: path).notes == [
                "\(path): 20 of its 20 blocks are not in the file and are taken for zeros (a file that was not written to its end looks like this)"
            ])
        let declared = try SampleRaster.make(
            folder.file("nodata.tif"), sparse + ["-scale", "0", "255", "0", "0", "-a_nodata", "0"])
        #expect(try RasterSource(path: declared).notes.isEmpty)
        let pages = try SampleRaster.make(folder.file("pages.tif"), [])
        #expect(try RasterSource(path: pages).notes.isEmpty)
        _ = try SampleRaster.make(pages, ["-co", "APPEND_SUBDATASET=YES"])
        #expect(try RasterSource(path: pages).notes.first?.contains("GTIFF_DIR:2:") == true)
    }

    @Test("Decoders' warnings of invented pixels are failures, others are not")
    func warnings() {
        #expect(DecodingWarning.meansLoss("JPEGLib:Premature end of JPEG file"))
        #expect(DecodingWarning.meansLoss("PackBitsDecode:Discarding 27 bytes to avoid buffer overrun"))
        #expect(
            DecodingWarning.meansLoss("Fax3Decode1D:Line length mismatch at line 32 of tile 6 (got 610, expected 64)"))
        #expect(!DecodingWarning.meansLoss("LZWPreDecode:Old-style LZW codes, convert file"))
        #expect(!DecodingWarning.meansLoss("Unknown field with tag 700"))
    }

    @Test("The lowest number is nodata in as many decimals as files give it; others are exact")

    func reach() {
        let lowest = Double(-Float.greatestFiniteMagnitude)
        for text in [-3.4028234663852886e38, -3.402823e38, -3.40282e38, -3.403e38, -3.4e38, -1.7e308, -.infinity] {
            #expect(SampleType.float32.reach(of: text)?.contains(lowest) == true)
            #expect(SampleType.float32.reach(of: text)?.contains(-1e30) == false)
            #expect(SampleType.float32.reach(of: text)?.contains(-lowest) == false)
        }
        #expect(SampleType.float32.reach(of: .infinity)?.contains(-lowest) == true)
        // The lowest single kept as a double, the value that Surfer writes, the lowest double.
        #expect(SampleType.float64.reach(of: -3.40282e38)?.contains(lowest) == true)
        #expect(SampleType.float32.reach(of: 1.70141e38)?.contains(0x1p127) == true)
        #expect(SampleType.float64.reach(of: -1.79769e308)?.contains(-Double.greatestFiniteMagnitude) == true)
        #expect(SampleType.float64.reach(of: 1e36)?.contains(1.001e36) == false)
        for value in [0, -9999, 0.1, 1e29, .nan] { #expect(SampleType.float32.reach(of: value) == nil) }
        #expect(SampleType.int32.reach(of: 1e38) == nil)
    }
}
