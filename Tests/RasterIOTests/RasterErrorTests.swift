import RasterIO
import RasterModel
import Testing

@Suite("Raster errors")
struct RasterErrorTests {
    @Test("One line: what, on which file and window, why, and what would put it right")
    func text() {
        let window = PixelWindow(column: 1, row: 2, width: 3, height: 4)
        let error = RasterError("read", "a.tif", window: window, reason: "first\nsecond", advice: "copy it again")
        #expect(
            error.description == "cannot read a.tif (columns 1..<4, rows 2..<6): first second; copy it again")
        #expect(RasterError("open", "a.tif", reason: "no such file").description == "cannot open a.tif: no such file")
        let said = "a.tif: TIFFReadDirectory:no tags; a.tif: no bands"
        #expect(
            RasterError("open", "a.tif", reason: said).description
                == "cannot open a.tif: TIFFReadDirectory:no tags; no bands")
    }
}
