import CGDAL

/// The ground control points of a raster that has no grid on the map.
struct GroundControl {
    private let pixels: [SIMD2<Double>]
    private let mapPoints: [SIMD2<Double>]
    private let hasReference: Bool

    init(of handle: GDALDatasetH) {
        let count = unsafe Int(GDALGetGCPCount(handle))
        let points = unsafe UnsafeBufferPointer(start: GDALGetGCPs(handle), count: count)
        unsafe pixels = points.map { unsafe SIMD2($0.dfGCPPixel, $0.dfGCPLine) }
        unsafe mapPoints = points.map { unsafe SIMD2($0.dfGCPX, $0.dfGCPY) }
        hasReference = unsafe GDALGetGCPSpatialRef(handle) != nil
    }

    /// Points, whether or not they are of use.
    var count: Int { pixels.count }

    /// The way out: by what the points can do.
    func refusal(of path: String) -> RasterError {
        let without =
            "gdal_translate -nogcp '\(path)' plain.tif: its pixels are then counted, and --pixel-size gives areas"
        guard count > 1 else {
            return RasterError(
                "use", path, reason: "it has one ground control point, which fixes no grid on the map",
                advice: "if it is a dummy, take it out: \(without)")
        }
        guard isSpread(pixels), isSpread(mapPoints) else {
            let isOnePoint = isOne(pixels) || isOne(mapPoints)
            let how = isOnePoint ? "all in one place" : count == 2 ? "too few" : "all on one line"
            return RasterError(
                "use", path,
                reason: "it has \(count) ground control points, \(how), which fix no grid on the map",
                advice: "add one off their line, or, if they are dummies, take them out: \(without)")
        }
        // Three make a plane; splines go through every point, which takes too long for thousands.
        let method = count == 3 ? "-order 1" : count <= 1000 ? "-tps" : "-order 3"
        let reference = hasReference ? "" : " -s_srs EPSG:... -t_srs EPSG:..."
        return RasterError(
            "use", path, reason: "it has \(count) ground control points but no grid on the map",
            advice: "rectify it first: gdalwarp \(method)\(reference) '\(path)' rectified.tif")
    }

    private func isOne(_ points: [SIMD2<Double>]) -> Bool { Set(points).count < 2 }

    /// False where the points lie on one line, within a millionth of its length.
    private func isSpread(_ points: [SIMD2<Double>]) -> Bool {
        guard let first = points.first, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return false }
        let arms = points.map { $0 - first }
        guard let longest = arms.max(by: { ($0 * $0).sum() < ($1 * $1).sum() }) else { return false }
        let square = (longest * longest).sum()
        return arms.contains { ($0.x * longest.y - $0.y * longest.x).magnitude > 1e-6 * square }
    }
}
