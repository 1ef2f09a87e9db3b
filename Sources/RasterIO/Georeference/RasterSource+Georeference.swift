import CGDAL
import RasterModel

extension RasterSource {
    /// How the file is given another CRS, for messages.
    package var referenceAdvice: String { MapFrame.advice(for: path) }

    /// Refuses rasters that do not lie where they say, or that need to be put there first.
    static func checkGeoreference(_ grid: RasterGrid, handle: GDALDatasetH, path: String) throws(RasterError) {
        if let transform = grid.transform {
            try check(transform, path: path)
            if let problem = MapFrame(grid)?.problem {
                throw RasterError("use", path, reason: problem, advice: MapFrame.advice(for: path))
            }
            return
        }
        let control = unsafe GroundControl(of: handle)
        guard control.count == 0 else { throw control.refusal(of: path) }
        if unsafe GDALGetMetadata(handle, "RPC") != nil {
            throw RasterError(
                "use", path, reason: "it has rational polynomials (RPC) but no grid on the map",
                advice: "orthorectify it first: gdalwarp -rpc -to RPC_DEM=dem.tif '\(path)' ortho.tif")
        }
        if unsafe GDALGetMetadata(handle, "GEOLOCATION") != nil {
            throw RasterError(
                "use", path, reason: "it has geolocation arrays but no grid on the map",
                advice: "rectify it first: gdalwarp -geoloc '\(path)' rectified.tif")
        }
        try unsafe PhotographOrientation.check(handle, path: path)
    }

    private static func check(_ transform: GeoTransform, path: String) throws(RasterError) {
        let way = "set the right one: gdal_translate -a_ullr WEST NORTH EAST SOUTH '\(path)' fixed.tif"
        guard
            [
                transform.originX, transform.columnX, transform.rowX, transform.originY, transform.columnY,
                transform.rowY, transform.pixelArea,
            ].allSatisfy(\.isFinite)
        else {
            throw RasterError(
                "use", path, reason: "its geotransform is degenerate: it holds what is no finite number", advice: way)
        }
        guard transform.pixelArea > 0 else {
            throw RasterError("use", path, reason: "its geotransform is degenerate: pixels have no area", advice: way)
        }
    }

    /// What else the file says of its place, which the grid overrules, as in GDAL.
    static func unusedGeoreferences(_ grid: RasterGrid, handle: GDALDatasetH) -> [String] {
        guard grid.transform != nil else { return [] }
        var found: [String] = []
        let count = unsafe GDALGetGCPCount(handle)
        if count > 0 { found.append("\(count) ground control point\(count == 1 ? "" : "s")") }
        if unsafe GDALGetMetadata(handle, "RPC") != nil { found.append("rational polynomials (RPC)") }
        return found.isEmpty
            ? [] : ["it has \(found.joined(separator: " and ")) beside its grid on the map: the grid is used"]
    }
}
