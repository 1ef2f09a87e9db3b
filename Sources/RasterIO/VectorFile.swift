import CGDAL
import Foundation

/// Vector files, as far as zones need them.
public enum VectorFile {
    /// Formats that are opened. No other: some drivers follow links to other files and hosts.
    static let drivers = ["GPKG", "GeoJSON", "GeoJSONSeq", "ESRI Shapefile", "LIBKML", "KML", "FlatGeobuf"]

    /// Opens a file and hands its layers to `body`; they are valid only there.
    ///
    /// - Parameter path: a GeoPackage, GeoJSON, shapefile (also zipped) or KML/KMZ.
    static func withLayers<R>(
        of path: String, _ body: ([VectorLayer]) throws(RasterError) -> R
    ) throws(RasterError) -> R {
        try check(path)
        let dataset = try open(path)
        let count = unsafe GDALDatasetGetLayerCount(dataset.handle)
        let layers = (0..<count).compactMap { index in
            unsafe GDALDatasetGetLayer(dataset.handle, index).map { unsafe VectorLayer($0, path: path) }
        }
        return try body(layers)
    }

    /// Names only files: OGR would take other texts for GeoJSON or for addresses.
    private static func check(_ path: String) throws(RasterError) {
        guard !path.hasPrefix("/vsi") else { return }
        switch FileFacts.kind(of: path) {
        case .missing: throw RasterError("open", path, reason: "no such file")
        case .file where FileFacts.size(of: path) == 0: throw RasterError("open", path, reason: "the file is empty")
        default: return
        }
    }

    private static func open(_ path: String) throws(RasterError) -> GDALDataset {
        GDALLibrary.start()
        let names = try members(of: path)
        return try GDALMessages.during { log throws(RasterError) in
            for name in names {
                if let dataset = unsafe handle(name) { return unsafe GDALDataset(owning: dataset) }
            }
            throw RasterError(
                "open", path, reason: log.summary(otherwise: "it is none of the formats that zones are read from"),
                advice: "zones are read from GeoPackage, GeoJSON, shapefile (also zipped), KML and FlatGeobuf"
                    + conversion(of: path))
        }
    }

    /// What makes polygons of boundaries that other programs draw as paths; "" for other files.
    private static func conversion(of path: String) -> String {
        let layer: String
        switch (path as NSString).pathExtension.lowercased() {
        case "gpx": layer = " tracks"
        case "dxf": layer = ""
        default: return ""
        }
        return "; make polygons of closed paths: ogr2ogr -nlt POLYGON boundary.gpkg '\(path)'\(layer)"
    }

    private static func handle(_ name: String) -> GDALDatasetH? {
        var allowed: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for driver in drivers { unsafe allowed = CSLAddString(allowed, driver) }
        defer { unsafe CSLDestroy(allowed) }
        // The names are strings that GDAL only reads.
        return unsafe allowed?.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: drivers.count + 1) {
            unsafe GDALOpenEx(
                name, UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR), $0, nil, nil)
        }
    }

    /// The names to try: the file itself, or what an archive holds.
    private static func members(of path: String) throws(RasterError) -> [String] {
        guard path.lowercased().hasSuffix(".zip"), !path.hasPrefix("/vsi") else { return [path] }
        let archive = "/vsizip/{\(path)}"
        let names = names(in: archive)
        let shapefiles = names.filter { $0.lowercased().hasSuffix(".shp") }
        // Shapefiles of one folder are opened together, as layers.
        let folders = Set(shapefiles.map { ($0 as NSString).deletingLastPathComponent })
        if folders.count == 1, let folder = folders.first {
            return [folder.isEmpty ? archive : "\(archive)/\(folder)"]
        }
        let others = names.filter { name in
            [".gpkg", ".geojson", ".json", ".kml", ".kmz", ".fgb"].contains { name.lowercased().hasSuffix($0) }
        }
        let candidates = shapefiles + others
        guard candidates.count <= 1 else {
            throw RasterError(
                "open", path, reason: "it holds several files: \(candidates.joined(separator: ", "))",
                advice: "name one, for example '\(archive)/\(candidates[0])'")
        }
        guard let only = candidates.first else {
            throw RasterError("open", path, reason: "it holds no shapefile, GeoPackage, GeoJSON or KML")
        }
        return ["\(archive)/\(only)"]
    }

    /// Files of an archive, at most a thousand, sorted.
    private static func names(in archive: String) -> [String] {
        GDALMessages.during { _ in
            guard let list = unsafe VSIReadDirEx(archive, 1000) else { return [] }
            unsafe CSLDestroy(list)
            guard let all = unsafe VSIReadDirRecursive(archive) else { return [] }
            defer { unsafe CSLDestroy(all) }
            var names: [String] = []
            while names.count < 1000, let item = unsafe all[names.count] {
                names.append(unsafe String(cString: item))
            }
            return names.sorted()
        }
    }
}
