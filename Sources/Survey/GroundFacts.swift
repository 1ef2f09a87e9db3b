import Coverage
import RasterIO
import RasterModel

/// How large the pixels of a raster are on the ground.
struct GroundFacts: Sendable {
    let source: RasterSource
    /// nil where the raster has no areas.
    let areas: PixelAreas?
    /// nil where the raster does not say.
    let pixelSize: GroundPixelSize?
    /// What the person should know before trusting the numbers.
    let warnings: [String]

    init(_ source: RasterSource, request: SurveyRequest) throws {
        self.source = source
        let grid = source.grid
        if let side = request.pixelSize {
            guard grid.crs == nil || grid.transform == nil else {
                throw SurveyError(
                    "--pixel-size is for rasters without a coordinate reference system; \(source.path) has one "
                        + "(\(grid.crs?.name ?? "")): leave --pixel-size out")
            }
            areas = try PixelAreas(pixelWidth: side, pixelHeight: side)
            pixelSize = GroundPixelSize(width: side, height: side)
            warnings = []
            return
        }
        guard let crs = grid.crs, grid.transform != nil else {
            let missing = grid.crs == nil ? "coordinate reference system" : "geotransform"
            (areas, pixelSize) = (nil, nil)
            warnings = [
                "\(source.path) has no \(missing): pixels and percentages only, no areas; "
                    + "--pixel-size gives them, for example --pixel-size 2cm"
            ]
            return
        }
        if crs.needsInverseProjection {
            let inverse = try RasterIO.InverseProjection(crs)
            areas = try PixelAreas(grid: grid) { inverse.longitudesAndLatitudes(of: $0) }
            pixelSize = try GroundPixelSize(centreOf: grid) { inverse.longitudesAndLatitudes(of: $0) }
        } else {
            areas = try PixelAreas(grid: grid)
            pixelSize = try GroundPixelSize(centreOf: grid)
        }
        warnings = Self.warnings(of: crs)
    }

    private static func warnings(of crs: CoordinateReference) -> [String] {
        switch crs.kind {
        case .local: ["\(crs.name) is not tied to the earth: areas are planar"]
        case .webMercator:
            ["\(crs.name) stretches areas with latitude: areas are given on the ellipsoid, planar ones beside them"]
        case .projected, .geographic, .derivedGeographic: []
        }
    }
}
