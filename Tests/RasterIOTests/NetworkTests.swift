import Foundation
import TestSupport
import Testing

@testable import RasterIO

@Suite("Without the network")
struct NetworkTests {
    @Test(
        "Names that are fetched are known by their look",
        arguments: [
            "/vsicurl/http://example.org/a.tif", "/vsizip//vsicurl/http://example.org/a.zip/a.tif",
            "https://example.org/a.tif",
            "/vsis3/bucket/a.tif", "/vsicurl?url=http%3A%2F%2Fexample.org", "NETCDF:\"http://example.org/a.nc\":v",
            "WMS:x", "PG:x",
        ])
    func remote(name: String) {
        #expect(GDALLibrary.isRemote(name))
    }

    @Test(
        "Others are not",
        arguments: ["a.tif", "/data/http/a.tif", "C:\\a.tif", "/vsizip/a.zip/a.tif", "GTIFF_DIR:2:a.tif"])
    func local(name: String) {
        #expect(!GDALLibrary.isRemote(name))
    }

    /// The reasons why names cannot be opened in a process that has given up the network.
    @Test("Forbidden, every way to a remote file is refused before it is tried")
    func forbidden() async {
        await #expect(processExitsWith: .success) {
            GDALLibrary.forbidNetwork()
            GDALLibrary.forbidNetwork()
            precondition(GDALLibrary.forbidsNetwork)
            let folder = try ScratchFolder()
            let address = "http://127.0.0.1:9/a.tif"
            let text =
                "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><VRTRasterBand dataType=\"Byte\" band=\"1\"><SimpleSource>"
                + "<SourceFilename>/vsicurl/\(address)</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
            let mosaic = try folder.write(Array(text.utf8), to: "mosaic.vrt")
            for name in [address, "/vsicurl/\(address)", "/vsizip//vsicurl/\(address)/b.tif", "/vsis3/a/b.tif", mosaic]
            {
                do {
                    _ = try RasterSource(path: name)
                    preconditionFailure("\(name) was opened")
                } catch {
                    precondition("\(error)".contains("the network is not to be used"), "\(error)")
                }
            }
            // Below the look at names: GDAL's own file system has nothing in it any more.
            precondition((try? GDALDataset(path: "/vsicurl/\(address)")) == nil)
            // What lies here is read as ever.
            let raster = try SampleRaster.make(folder.file("a.tif"), [])
            _ = try RasterSource(path: raster)
        }
    }

    @Test("Allowed, it is tried")
    func allowed() {
        #expect(!GDALLibrary.forbidsNetwork)
        let error = #expect(throws: RasterError.self) { try RasterSource(path: "/vsicurl/http://127.0.0.1:9/a.tif") }
        #expect(error?.reason.contains("network is not to be used") == false)
    }
}
