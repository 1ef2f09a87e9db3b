import CGDAL
import Foundation

/// Writes RGB pixels as a PNG.
package enum PreviewImage {
    /// Writes one picture.
    ///
    /// - Parameter pixels: row-major, three bytes a pixel, `width` x `height`.
    package static func write(_ pixels: [UInt8], width: Int, height: Int, to path: String) throws(RasterError) {
        GDALLibrary.start()
        try GDALMessages.during { log throws(RasterError) in
            guard let memory = unsafe GDALGetDriverByName("MEM"), let png = unsafe GDALGetDriverByName("PNG"),
                let created = unsafe GDALCreate(memory, "", Int32(width), Int32(height), 3, GDT_Byte, nil)
            else { throw RasterError("draw", path, reason: log.summary()) }
            let picture = unsafe GDALDataset(owning: created)
            var bytes = pixels
            let status = unsafe GDALDatasetRasterIOEx(
                picture.handle, GF_Write, 0, 0, Int32(width), Int32(height), &bytes, Int32(width), Int32(height),
                GDT_Byte, 3, nil, 3, Int64(3 * width), 1, nil)
            // Level 1: a quarter of the default level's time, some more bytes.
            let options = unsafe CSLSetNameValue(nil, "ZLEVEL", "1")
            defer { unsafe CSLDestroy(options) }
            // In memory first: GDAL does not look whether the last bytes arrive in a file.
            let name = "/vsimem/" + UUID().uuidString + ".png"
            defer { unsafe VSIUnlink(name) }
            guard status == CE_None, let copy = unsafe GDALCreateCopy(png, name, picture.handle, 0, options, nil, nil)
            else { throw RasterError("draw", path, reason: log.summary()) }
            unsafe GDALClose(copy)
            var count: vsi_l_offset = 0
            guard log.failures.isEmpty, let coded = unsafe VSIGetMemFileBuffer(name, &count, 0) else {
                throw RasterError("draw", path, reason: log.summary())
            }
            let file = try AppendOnlyFile(path: path)
            _ = try file.append(unsafe Array(UnsafeBufferPointer(start: coded, count: Int(count))))
        }
    }
}
