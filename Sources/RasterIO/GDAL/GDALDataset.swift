import CGDAL
import RasterModel

/// Owner of one open GDAL dataset. Not Sendable: GDAL's datasets belong to one thread.
@safe
struct GDALDataset: ~Copyable {
    let handle: GDALDatasetH

    /// Opens a raster for reading.
    init(path: String) throws(RasterError) {
        GDALLibrary.start()
        // Each of GDAL's drivers would wait for a server that does not answer.
        try NetworkPatience.ask(path)
        unsafe handle = try unsafe GDALMessages.during { log throws(RasterError) in
            guard
                let handle = unsafe GDALOpenEx(
                    path, UInt32(GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR), nil, nil, nil)
            else {
                if log.kind == .refused { try NetworkPatience.ask(again: path, after: log) }
                throw RasterError(
                    "open", path, reason: log.summary(otherwise: "not a raster that GDAL knows"),
                    advice: log.kind == .transient
                        ? NetworkPatience.advice(for: path)
                        : "see whether gdalinfo opens it; if not, the file is damaged or no raster",
                    kind: log.kind)
            }
            return unsafe handle
        }
    }

    /// Takes over a handle.
    init(owning handle: GDALDatasetH) { unsafe self.handle = unsafe handle }

    deinit { GDALMessages.during { _ in unsafe GDALClose(handle) } }

    /// Closes the dataset and says what failed: GDAL writes much of a file only then, and reports only in messages.
    consuming func close() -> [String] {
        let handle = unsafe handle
        discard self
        return GDALMessages.during { log in
            unsafe GDALClose(handle)
            return log.failures
        }
    }

    func band(_ number: Int) -> GDALRasterBandH? { unsafe GDALGetRasterBand(handle, Int32(number)) }
}
