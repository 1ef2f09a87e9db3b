import CGDAL
import Spool
import RasterModel

extension RasterSource {
    /// Refuses raw files that end before their last pixel. For these formats GDAL fills up with zeros without a word; for
    /// others it reports the missing block when it is read.
    func checkLength(_ handle: GDALDatasetH) throws(RasterError) {
        guard let fileSize, unsafe isRaw(handle) else { return }
        let sampleBytes = bands.reduce(0) { $0 + ($1.type?.size ?? 1) }
        let (needed, overflows) = grid.size.count.multipliedReportingOverflow(by: sampleBytes)
        guard overflows || fileSize < needed else { return }
        throw RasterError(
            "open", path, reason: "it has \(fileSize) bytes, and its pixels alone need \(needed)",
            advice: "the file is damaged or incomplete: copy it again from its source")
    }

    private func isRaw(_ handle: GDALDatasetH) -> Bool {
        switch driver {
        case "ENVI": return unsafe GDALGetMetadataItem(handle, "file_compression", "ENVI") == nil
        case "netCDF":
            // The kinds without compression begin so.
            var head: [UInt8] = []
            let start = ByteRange(offset: 0, count: 3)
            guard let file = try? AppendOnlyFile(reading: path), (try? file.read(start, into: &head)) != nil else {
                return false
            }
            return head.starts(with: Array("CDF".utf8))
        default: return false
        }
    }
}
