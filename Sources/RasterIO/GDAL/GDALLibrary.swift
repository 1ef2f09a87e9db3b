import CGDAL

/// GDAL's process-wide state.
package enum GDALLibrary {
    private static let started: Void = {
        GDALAllRegister()
        // Side files (.aux.xml) hold nodata, masks and category names. GDAL reads them, and writes one only for the
        // mask: rasters are opened for reading, and no statistics are asked for.
        unsafe CPLSetConfigOption("GDAL_PAM_ENABLED", "YES")
        unsafe CPLSetConfigOption("PROJ_NETWORK", "OFF")
        // Formulas of a mosaic (VRT) may be programs; none is run.
        unsafe CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO")
        keepOpen(sources: 12)
        NetworkPatience.set()
    }()

    /// A mosaic (VRT) keeps its sources open, each with a decoded block: 100 of them unless told.
    private static func keepOpen(sources: Int) {
        unsafe CPLSetConfigOption("GDAL_MAX_DATASET_POOL_SIZE", String(sources))
    }

    /// Lets every thread hold one source of each of a mosaic's levels; with fewer, reading fails as soon as all threads
    /// read at once.
    ///
    /// Call it before the threads open the rasters, and with no other mosaic open: GDAL looks when it opens the first.
    package static func prepare(_ stack: RasterStack, threads: Int) {
        start()
        keepOpen(sources: openSources(of: stack, threads: threads))
    }

    /// How many sources of mosaics the process keeps open then: as few as will do where each holds much.
    package static func openSources(of stack: RasterStack, threads: Int) -> Int {
        let sources = (0...stack.others.count).map { stack.source(of: $0) }
        // Where a mosaic has sources is told by a mosaic of its own.
        let least = threads * sources.reduce(0) { $0 + ($1.layout.mosaicDepth + 1) * ($1.coverage == nil ? 1 : 2) }
        let heldBytes = sources.map(\.layout).filter { $0.mosaicDepth > 0 }.map(\.heldBytes).max() ?? 0
        return heldBytes > 1_000_000 ? least : max(12, least)
    }

    static func start() { _ = started }

    /// Limits GDAL's block cache, which by default takes 5 % of the machine's memory.
    package static func limitCache(bytes: Int) {
        start()
        GDALSetCacheMax64(Int64(bytes))
    }

    /// True where GDAL has a type of its own for signed bytes (3.7 and later).
    static let hasSignedBytes: Bool = {
        let number = unsafe GDALVersionInfo("VERSION_NUM").flatMap { unsafe Int(String(cString: $0)) }
        return (number ?? 0) >= 3_070_000
    }()

    /// For example "3.6.2".
    package static var version: String {
        unsafe GDALVersionInfo("RELEASE_NAME").map { unsafe String(cString: $0) } ?? ""
    }
}
