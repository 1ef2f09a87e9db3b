import CGDAL
import Foundation

/// Rasters in archives.
enum RasterArchive {
    private static let mostNames = 6

    /// The one raster in an archive; any other name as it is.
    ///
    /// - Throws: where an archive holds several rasters, or none.
    static func raster(in path: String) throws(RasterError) -> String {
        GDALLibrary.start()
        // Some products are archives that GDAL reads as they are, and an archive of one file is that file.
        guard let archive = ArchiveListing.archive(path), !isRaster(path) else { return path }
        let files = ArchiveListing.files(in: archive)
        let rasters = files.filter { isNoSideFile($0, of: files) && isRaster("\(archive)/\($0)") }
        if rasters.count == 1 { return "\(archive)/\(rasters[0])" }
        guard let first = rasters.first else {
            guard !files.isEmpty else {
                throw RasterError("open", path, reason: "it is no archive that can be read, or holds no files")
            }
            let names = files.prefix(mostNames).joined(separator: ", ") + (files.count > mostNames ? ", ..." : "")
            throw RasterError(
                "open", path, reason: "it holds no raster that GDAL knows (\(names))",
                advice: "unpack it, and name the raster file")
        }
        let more = rasters.count > mostNames ? " and \(rasters.count - mostNames) more" : ""
        throw RasterError(
            "open", path,
            reason: "it holds several rasters: \(rasters.prefix(mostNames).joined(separator: ", "))\(more)",
            advice: "name one, for example '\(archive)/\(first)'")
    }

    /// Overviews and masks are TIFFs too.
    private static func isNoSideFile(_ name: String, of files: [String]) -> Bool {
        let kind = (name as NSString).pathExtension.lowercased()
        guard ["ovr", "msk", "aux", "xml"].contains(kind) else { return true }
        let owner = (name as NSString).deletingPathExtension
        return kind == "xml"
            ? !name.lowercased().hasSuffix(".aux.xml") : !files.contains { $0 != name && $0.hasPrefix(owner) }
    }

    private static func isRaster(_ name: String) -> Bool {
        GDALMessages.during { _ in
            unsafe GDALIdentifyDriverEx(name, UInt32(GDAL_OF_RASTER), nil, nil) != nil
        }
    }
}
