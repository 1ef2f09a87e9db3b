import Foundation

/// The files that make one shapefile, as GDAL finds them: those of its name, in small letters or capitals.
enum ShapefileFamily {
    private static let endings = ["shp", "dbf", "shx", "prj", "cpg"]

    /// True for a file of a shapefile that GDAL opens as such.
    static func holds(_ path: String) -> Bool {
        endings.prefix(3).contains((path as NSString).pathExtension.lowercased())
    }

    /// All files of the shapefile that one of them belongs to, whether they are there or not; the named one is among them.
    static func files(of path: String) -> [String] {
        let stem = (path as NSString).deletingPathExtension
        let names = endings.flatMap { ["\(stem).\($0)", "\(stem).\($0.uppercased())"] }
        return names.contains(path) ? names : [path] + names
    }

    /// The shapefiles and lone tables of a folder, by name, in order.
    static func tables(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { holds($0) && !$0.lowercased().hasSuffix(".shx") }.sorted()
    }
}
