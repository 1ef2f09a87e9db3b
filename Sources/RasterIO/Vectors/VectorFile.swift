import CGDAL
import Foundation
import RasterModel

/// Vector files, as far as zones need them.
package enum VectorFile {
    /// Formats that are opened. No other: some drivers follow links to other files and hosts.
    static let drivers = ["GPKG", "GeoJSON", "GeoJSONSeq", "ESRI Shapefile", "LIBKML", "KML", "FlatGeobuf"]

    /// Opens a file and hands its layers to `body`; they are valid only there.
    ///
    /// - Parameter path: a GeoPackage, GeoJSON, shapefile (also zipped) or KML/KMZ.
    static func withLayers<R>(
        of path: String, _ body: ([VectorLayer]) throws(RasterError) -> R
    ) throws(RasterError) -> R {
        try check(path)
        GDALLibrary.start()
        try NetworkPatience.await(path)
        var files: [OpenVectorFile] = []
        for name in try members(of: path) { files.append(try OpenVectorFile(name, of: path)) }
        defer { withExtendedLifetime(files) {} }
        return try body(files.flatMap { $0.layers(path: path) })
    }

    /// Names only files: OGR would take other texts for GeoJSON or for addresses.
    private static func check(_ path: String) throws(RasterError) {
        try OneTimeInput.check(path)
        guard !path.hasPrefix("/vsi") else { return }
        switch FileFacts.kind(of: path) {
        case .missing: throw RasterError.missing(path)
        case .file where FileFacts.size(of: path) == 0: throw RasterError("open", path, reason: "the file is empty")
        default: return
        }
    }

    /// What makes polygons of boundaries that other programs draw as paths; "" for other files.
    fileprivate static func conversion(of path: String) -> String {
        let layer: String
        switch (path as NSString).pathExtension.lowercased() {
        case "gpx": layer = " tracks"
        case "dxf": layer = ""
        default: return ""
        }
        return "; make polygons of closed paths: ogr2ogr -nlt POLYGON boundary.gpkg '\(path)'\(layer)"
    }

    /// The names to open together: the file itself, or what an archive or a folder holds.
    private static func members(of path: String) throws(RasterError) -> [String] {
        if let archive = ArchiveListing.archive(path) { return try members(ofArchive: archive, path: path) }
        if let packed = partsBesideJunk(in: path) { return packed }
        guard FileFacts.kind(of: path) == .directory, let files = shapefiles(besideJunkIn: path) else { return [path] }
        return files.map { "\(path)/\($0)" }
    }

    private static func members(ofArchive archive: String, path: String) throws(RasterError) -> [String] {
        let names = ArchiveListing.files(in: archive)
        let shapefiles = names.filter { $0.lowercased().hasSuffix(".shp") }
        // Shapefiles of one folder are opened together, as layers.
        let folders = Set(shapefiles.map { ($0 as NSString).deletingLastPathComponent })
        if folders.count == 1, let folder = folders.first {
            let whole = folder.isEmpty ? archive : "\(archive)/\(folder)"
            return Self.shapefiles(besideJunkIn: whole)?.map { "\(whole)/\($0)" } ?? [whole]
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

    /// What a .kmz or .shz holds, where junk in it would be taken for a part of it; nil elsewhere.
    private static func partsBesideJunk(in path: String) -> [String]? {
        let kinds = [".kmz": ".kml", ".shz": ".shp"]
        guard let kind = kinds.first(where: { path.lowercased().hasSuffix($0.key) }), !path.hasPrefix("/vsi") else {
            return nil
        }
        let archive = "/vsizip/{\(path)}"
        guard ArchiveListing.holdsJunk(archive) else { return nil }
        let parts = ArchiveListing.files(in: archive).filter { $0.lowercased().hasSuffix(kind.value) }
        return parts.isEmpty ? nil : parts.map { "\(archive)/\($0)" }
    }

    /// The shapefiles of a folder in which others lie that are none, so that GDAL could not open it as a whole; nil elsewhere.
    private static func shapefiles(besideJunkIn folder: String) -> [String]? {
        let all = ArchiveListing.names(in: folder).filter { $0.lowercased().hasSuffix(".shp") }
        let files = all.filter { !ArchiveListing.isJunk($0) }
        return files.count < all.count && !files.isEmpty ? files : nil
    }
}

/// One file of vectors, as long as it is open.
private final class OpenVectorFile {
    private let dataset: GDALDataset

    /// - Parameter path: as the user named it.
    init(_ name: String, of path: String) throws(RasterError) {
        // Open files need no name: the copy is gone whatever happens next.
        let changes = PendingChanges(of: name, evenEmpty: true)
        let copy = try changes.map { changes throws(RasterError) in try DatabaseCopy(of: changes) }
        defer { copy?.remove() }
        let opened = copy?.path ?? name
        dataset = try GDALMessages.during { log throws(RasterError) in
            if let dataset = unsafe Self.handle(opened) {
                // Folders of shapefiles are looked into only now.
                _ = unsafe GDALDatasetGetLayerCount(dataset)
                if log.failures.isEmpty { return unsafe GDALDataset(owning: dataset) }
                unsafe GDALClose(dataset)
            }
            throw RasterError(
                "open", path, reason: log.summary(otherwise: "it is none of the formats that zones are read from"),
                advice: "zones are read from GeoPackage, GeoJSON, shapefile (also zipped), KML and FlatGeobuf"
                    + VectorFile.conversion(of: path), kind: log.kind)
        }
    }

    func layers(path: String) -> [VectorLayer] {
        let driver =
            unsafe GDALGetDatasetDriver(dataset.handle).flatMap { unsafe GDALGetDriverShortName($0) }
            .map { unsafe String(cString: $0) }
        let count = unsafe GDALDatasetGetLayerCount(dataset.handle)
        return (0..<count).compactMap { index in
            unsafe GDALDatasetGetLayer(dataset.handle, index).map {
                unsafe VectorLayer($0, path: path, isShapefile: driver == "ESRI Shapefile")
            }
        }
    }

    private static func handle(_ name: String) -> GDALDatasetH? {
        var allowed: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for driver in VectorFile.drivers { unsafe allowed = CSLAddString(allowed, driver) }
        defer { unsafe CSLDestroy(allowed) }
        var options: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        if PendingChanges.areLogged(in: name) { unsafe options = CSLSetNameValue(nil, "IMMUTABLE", "YES") }
        defer { unsafe CSLDestroy(options) }
        let mode = UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
        // The names are strings that GDAL only reads.
        return unsafe allowed?.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: VectorFile.drivers.count + 1)
        {
            allowed in
            guard let options = unsafe options else { return unsafe GDALOpenEx(name, mode, allowed, nil, nil) }
            return unsafe options.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: 2) {
                unsafe GDALOpenEx(name, mode, allowed, $0, nil)
            }
        }
    }
}
