import CGDAL
import Foundation

/// A file that is no raster, or one in a format that this GDAL has no driver for: told by its first bytes, else by its
/// name, so that nobody takes it for damaged.
struct ForeignFormat {
    /// What it is.
    private enum Kind {
        /// A raster; any of these drivers of GDAL opens it.
        case raster(drivers: [String])
        case pointCloud
        case vectors
        /// A photograph as the sensor saw it.
        case rawPhoto
        /// A small file beside a raster.
        case companion
    }

    private let name: String
    private let kind: Kind

    /// What a file is that GDAL has not opened.
    ///
    /// - Returns: nil where nothing tells, or where GDAL has a driver: then the file is damaged, or no raster at all.
    static func refusal(of path: String) -> RasterError? {
        guard let format = signature(of: path) ?? suffix(of: path) else { return nil }
        return format.refusal(path)
    }

    /// A raw photograph, of which GDAL opens nothing but the small picture for its display.
    static func refusalOfPhoto(_ path: String) -> RasterError? {
        guard let format = suffix(of: path), case .rawPhoto = format.kind else { return nil }
        return format.refusal(path)
    }

    private func refusal(_ path: String) -> RasterError? {
        switch kind {
        case .raster(let drivers):
            guard !drivers.contains(where: Self.hasDriver) else { return nil }
            return RasterError(
                "open", path, reason: "it looks like \(name), and this GDAL has no driver for that",
                advice: "convert it where GDAL has one (gdalinfo --formats lists them): "
                    + "gdal_translate '\(path)' '\(Self.stem(path)).tif'")
        case .pointCloud:
            return RasterError(
                "open", path, reason: "it is a point cloud (\(name)), and no raster",
                advice: "make a raster of it first, for example with PDAL's writers.gdal")
        case .vectors:
            return RasterError(
                "open", path, reason: "it holds vectors (\(name)), and no raster",
                advice: "name the raster, and give polygons with --zones or --within")
        case .rawPhoto:
            return RasterError(
                "open", path, reason: "it is a raw photograph (\(name)), not yet a picture",
                advice: "develop it to TIFF first, for example with darktable-cli")
        case .companion:
            return RasterError(
                "open", path, reason: "it is a file beside a raster (\(name)), and no raster",
                advice: "name the raster itself")
        }
    }

    private static func hasDriver(_ name: String) -> Bool {
        guard let driver = unsafe GDALGetDriverByName(name) else { return false }
        return unsafe GDALGetMetadataItem(driver, "DCAP_RASTER", nil) != nil
    }

    private static func stem(_ path: String) -> String { (path as NSString).deletingPathExtension }

    // MARK: What tells it

    private static let jpeg2000 = ForeignFormat(
        name: "JPEG 2000", kind: .raster(drivers: ["JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JPEG2000"]))
    private static let hdf5 = ForeignFormat(
        name: "HDF5 or netCDF-4", kind: .raster(drivers: ["HDF5", "netCDF", "BAG"]))

    private static let signatures: [(offset: Int, bytes: [UInt8], format: ForeignFormat)] = [
        (0, Array("msid".utf8), ForeignFormat(name: "MrSID", kind: .raster(drivers: ["MrSID"]))),
        (0, [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20], jpeg2000), (0, [0xff, 0x4f, 0xff, 0x51], jpeg2000),
        (0, [0x0e, 3, 0x13, 1], ForeignFormat(name: "HDF4", kind: .raster(drivers: ["HDF4"]))),
        (0, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], hdf5),
        (0, Array("CDF".utf8), ForeignFormat(name: "netCDF", kind: .raster(drivers: ["netCDF", "GMT"]))),
        (0, Array("LASF".utf8), ForeignFormat(name: "LAS", kind: .pointCloud)),
        (0, Array("ASTM-E57".utf8), ForeignFormat(name: "E57", kind: .pointCloud)),
        (0, Array("%PDF".utf8), ForeignFormat(name: "PDF", kind: .raster(drivers: ["PDF"]))),
        (0, [0, 0, 0x27, 0x0a], ForeignFormat(name: "shapefile", kind: .vectors)),
        (0, Array("fgb".utf8), ForeignFormat(name: "FlatGeobuf", kind: .vectors)),
        (4, Array("ftypheic".utf8), ForeignFormat(name: "HEIC", kind: .raster(drivers: ["HEIF"]))),
        (4, Array("ftypmif1".utf8), ForeignFormat(name: "HEIF", kind: .raster(drivers: ["HEIF"]))),
        (4, Array("ftypavif".utf8), ForeignFormat(name: "AVIF", kind: .raster(drivers: ["AVIF", "HEIF"]))),
        (4, Array("ftypcrx".utf8), ForeignFormat(name: "Canon CR3", kind: .rawPhoto)),
        (0, Array("EHFA_HEADER_TAG".utf8), ForeignFormat(name: "Erdas Imagine", kind: .raster(drivers: ["HFA"]))),
        (0, [0xff, 0x0a], ForeignFormat(name: "JPEG XL", kind: .raster(drivers: ["JPEGXL"]))),
        (4, Array("JXL ".utf8), ForeignFormat(name: "JPEG XL", kind: .raster(drivers: ["JPEGXL"]))),
        (8, Array("WEBP".utf8), ForeignFormat(name: "WebP", kind: .raster(drivers: ["WEBP"]))),
    ]

    private static let suffixes: [(names: [String], format: ForeignFormat)] = [
        (["ecw"], ForeignFormat(name: "ECW", kind: .raster(drivers: ["ECW"]))),
        (["sid"], ForeignFormat(name: "MrSID", kind: .raster(drivers: ["MrSID"]))),
        (["jp2", "j2k", "jpx", "j2c"], jpeg2000),
        (["h5", "hdf5", "he5", "nc4"], hdf5),
        (["hdf", "hdf4"], ForeignFormat(name: "HDF4", kind: .raster(drivers: ["HDF4"]))),
        (["nc"], ForeignFormat(name: "netCDF", kind: .raster(drivers: ["netCDF"]))),
        (["heic", "heif"], ForeignFormat(name: "HEIC", kind: .raster(drivers: ["HEIF"]))),
        (["jxl"], ForeignFormat(name: "JPEG XL", kind: .raster(drivers: ["JPEGXL"]))),
        (["webp"], ForeignFormat(name: "WebP", kind: .raster(drivers: ["WEBP"]))),
        (["pdf"], ForeignFormat(name: "PDF", kind: .raster(drivers: ["PDF"]))),
        (["las", "laz"], ForeignFormat(name: "LAS", kind: .pointCloud)),
        (["e57", "ply", "pcd"], ForeignFormat(name: "3D points", kind: .pointCloud)),
        (["dng"], ForeignFormat(name: "DNG", kind: .rawPhoto)),
        (["cr2", "cr3", "nef", "arw", "raf", "orf", "rw2"], ForeignFormat(name: "camera raw", kind: .rawPhoto)),
        (["shp", "shx", "dbf"], ForeignFormat(name: "shapefile", kind: .vectors)),
        (["geojson", "fgb", "gml", "dxf", "kml", "kmz", "gpx"], ForeignFormat(name: "vector format", kind: .vectors)),
        (["gpkg"], ForeignFormat(name: "GeoPackage without tiles", kind: .vectors)),
        (["tfw", "jgw", "pgw", "j2w", "wld", "tifw", "tfwx"], ForeignFormat(name: "world file", kind: .companion)),
        (["prj", "qpj", "cpg"], ForeignFormat(name: "its coordinate reference system", kind: .companion)),
        (["aux.xml"], ForeignFormat(name: "GDAL's notes on it", kind: .companion)),
        (["rrd", "aux"], ForeignFormat(name: "overviews or statistics", kind: .companion)),
        (["hdr"], ForeignFormat(name: "the header of a raw file", kind: .companion)),
    ]

    private static func signature(of path: String) -> ForeignFormat? {
        guard let file = unsafe VSIFOpenL(path, "rb") else { return nil }
        defer { unsafe VSIFCloseL(file) }
        var head = [UInt8](repeating: 0, count: 16)
        let count = unsafe VSIFReadL(&head, 1, head.count, file)
        return signatures.first { $0.offset + $0.bytes.count <= count && head[$0.offset...].starts(with: $0.bytes) }?
            .format
    }

    private static func suffix(of path: String) -> ForeignFormat? {
        let name = path.lowercased()
        return suffixes.first { $0.names.contains { name.hasSuffix(".\($0)") } }?.format
    }
}
