import CGDAL
import Foundation

extension GDALLibrary {
    /// Keeps GDAL from using the network in this process, whatever name, mosaic or catalog asks for it.
    ///
    /// File systems that are reached over the network (`/vsicurl/`, `/vsis3/` and all others that are not known to be
    /// local) open nothing any more, also where they are named inside a mosaic or an archive; requests over HTTP fail;
    /// drivers that bring a connection of their own (WMS, databases) are taken out. There is no way back. Call it before
    /// the first raster is opened.
    package static func forbidNetwork() {
        start()
        _ = networkIsForbidden
    }

    /// True once `forbidNetwork` has been called.
    package static var forbidsNetwork: Bool { isForbidden.value }

    /// Does the work once.
    private static let networkIsForbidden: Void = {
        isForbidden.set()
        for prefix in fileSystems() where !localFileSystems.contains(prefix) { close(prefix) }
        unsafe CPLHTTPSetFetchCallback({ url, _, _, _, _, _, _ in unsafe refusal(of: url) }, nil)
        for name in networkDrivers {
            if let driver = unsafe GDALGetDriverByName(name) { unsafe GDALDeregisterDriver(driver) }
        }
    }()

    /// What is said wherever the network would have been used.
    static let networkRefusal = "the network is not to be used (--no-network)"

    /// True where a name given to GDAL is fetched over the network, as far as a name tells.
    static func isRemote(_ name: String) -> Bool {
        let name = name.lowercased()
        let prefixes = ["dods:", "ecwp:", "ecwps:", "jpip:", "jpips:", "pg:", "wms:", "wcs:", "wmts:"]
        return name.contains("://") || prefixes.contains { name.hasPrefix($0) }
            || networkPaths.contains { name.contains($0) }
    }

    /// The beginnings of names that are read over the network.
    static let networkPaths = [
        "/vsicurl", "/vsis3", "/vsigs", "/vsiaz", "/vsiadls", "/vsioss", "/vsiswift", "/vsihdfs", "/vsiwebhdfs",
    ]

    /// File systems that read the machine's own files and memory. All others are taken for remote.
    private static let localFileSystems: Set<String> = [
        "", "/vsimem/", "/vsizip/", "/vsigzip/", "/vsitar/", "/vsi7z/", "/vsirar/", "/vsisubfile/", "/vsisparse/",
        "/vsicrypt/", "/vsicached?", "/vsistdin/", "/vsistdin?", "/vsistdout/", "/vsistdout_redirect/",
    ]

    /// Drivers with network code of their own; requests by way of GDAL's HTTP functions are refused anyway.
    private static let networkDrivers = [
        "WMS", "WMTS", "WCS", "HTTP", "PLMOSAIC", "PLSCENES", "DAAS", "EEDA", "EEDAI", "NGW", "OGCAPI", "OAPIF", "WFS",
        "CSW", "STACTA", "STACIT", "PostGISRaster", "PostgreSQL", "MySQL", "MSSQLSpatial", "ODBC", "PGeo", "OCI",
        "GeoRaster", "MongoDBv3", "Elasticsearch", "Carto", "AmigoCloud", "CouchDB", "Cloudant", "HANA", "OGR_OGDI",
        "DODS", "Rasdaman", "SDE", "ECW", "JP2ECW", "JPIPKAK", "GMLAS",
    ]

    private static func fileSystems() -> [String] {
        guard let list = unsafe VSIGetFileSystemsPrefixes() else { return [] }
        defer { unsafe CSLDestroy(list) }
        var names: [String] = []
        while let name = unsafe list[names.count] { names.append(unsafe String(cString: name)) }
        return names
    }

    /// Puts a file system without files in place of one.
    private static func close(_ prefix: String) {
        guard let callbacks = unsafe VSIAllocFilesystemPluginCallbacksStruct() else { return }
        defer { unsafe VSIFreeFilesystemPluginCallbacksStruct(callbacks) }
        unsafe callbacks.pointee.open = { _, _, _ in
            unsafe quadrat_gdal_fail(GDALLibrary.networkRefusal)
            return nil
        }
        unsafe callbacks.pointee.stat = { _, _, _, _ in -1 }
        // GDAL keeps the pointer to the prefix, and no copy, until the process ends.
        _ = unsafe VSIInstallPluginHandler(CPLStrdup(prefix), callbacks)
    }

    /// A failed request. GDAL frees it with its own functions.
    private static func refusal(of url: UnsafePointer<CChar>?) -> UnsafeMutablePointer<CPLHTTPResult>? {
        let memory = unsafe CPLCalloc(1, MemoryLayout<CPLHTTPResult>.size)
        let result = unsafe memory?.bindMemory(to: CPLHTTPResult.self, capacity: 1)
        unsafe result?.pointee.nStatus = 1
        unsafe result?.pointee.pszErrBuf = CPLStrdup(networkRefusal)
        unsafe quadrat_gdal_fail(networkRefusal)
        return unsafe result
    }

    private static let isForbidden = Flag()

    /// Set once, read from every thread.
    private final class Flag: Sendable {
        private let lock = NSLock()
        nonisolated(unsafe) private var isSet = false

        var value: Bool { lock.withLock { unsafe isSet } }

        func set() { lock.withLock { unsafe isSet = true } }
    }
}
