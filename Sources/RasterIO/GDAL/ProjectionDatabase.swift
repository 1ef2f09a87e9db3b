import CGDAL
import Foundation

/// PROJ's database of coordinate reference systems (proj.db), without which GDAL takes many of them for something else.
///
/// A wrong PROJ_DATA (older: PROJ_LIB) is left behind by other software's environments. GDAL only warns then, and reads,
/// for example, the grads of France as a plane without a place.
enum ProjectionDatabase {
    /// What PROJ says is wrong with it; nil where it can be used.
    private static let problem: String? = GDALMessages.during { log in
        guard let reference = unsafe OSRNewSpatialReference(nil) else { return nil }
        defer { unsafe OSRDestroySpatialReference(reference) }
        // One that PROJ can only have from its database: it knows WGS 84 by heart.
        guard unsafe OSRImportFromEPSG(reference, 27572) != OGRERR_NONE else { return nil }
        let said = (log.failures + log.remarks).first { $0.hasPrefix("PROJ: ") } ?? log.summary()
        // PROJ begins with its function's name.
        let text = said.split(separator: ": ", maxSplits: 2).last.map(String.init) ?? said
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// Stops what has a CRS, or would have one if the database were there.
    ///
    /// - Parameters:
    ///   - hasReference: whether GDAL found a CRS; if not, the file is asked again for what PROJ said of it.
    static func check(for path: String, hasReference: Bool) throws(RasterError) {
        guard let problem, hasReference || isNeeded(by: path) else { return }
        throw RasterError(
            "use", path,
            reason:
                "its coordinate reference system needs PROJ's database (proj.db), and PROJ cannot use it: \(problem)",
            advice: advice)
    }

    private static func isNeeded(by path: String) -> Bool {
        GDALMessages.during { log in
            let handle = unsafe GDALOpenEx(path, UInt32(GDAL_OF_RASTER | GDAL_OF_READONLY), nil, nil, nil)
            if let handle = unsafe handle { unsafe GDALClose(handle) }
            return (log.failures + log.remarks).contains { $0.hasPrefix("PROJ: ") }
        }
    }

    private static var advice: String {
        let environment = ProcessInfo.processInfo.environment
        guard let name = ["PROJ_DATA", "PROJ_LIB"].first(where: { environment[$0]?.isEmpty == false }) else {
            return "install it (on Debian: proj-data), or let PROJ_DATA name its folder"
        }
        return "\(name) is set to '\(environment[name] ?? "")': unset \(name)"
    }
}
