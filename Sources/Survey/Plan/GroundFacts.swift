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
            let inverse = try InverseProjection(crs)
            areas = try PixelAreas(grid: grid) { inverse.longitudesAndLatitudes(of: $0) }
            pixelSize = try GroundPixelSize(centreOf: grid) { inverse.longitudesAndLatitudes(of: $0) }
        } else {
            areas = try PixelAreas(grid: grid)
            pixelSize = try GroundPixelSize(centreOf: grid)
        }
        warnings = Self.warnings(of: crs)
        try Self.checkTotal(areas, of: source)
    }

    /// Refuses a raster on which the planet comes up more than once: its frame reaches beyond what the CRS is made for.
    ///
    /// From pixels here and there, which in the smooth areas of maps are right to some thousandths; grids that repeat a
    /// column or a row on each side are let pass.
    private static func checkTotal(_ areas: PixelAreas?, of source: RasterSource) throws {
        guard let areas, let crs = source.grid.crs, crs.kind != .local else { return }
        let size = source.grid.size
        let (columns, rows) = (min(64, size.width), min(64, size.height))
        var sum = 0.0
        for row in 0..<rows {
            for column in 0..<columns {
                let place = (
                    column: (2 * column + 1) * size.width / (2 * columns),
                    row: (2 * row + 1) * size.height / (2 * rows)
                )
                let area = areas.pixelArea(column: place.column, row: place.row)
                sum += area.map { FixedArea.squareMetres($0) } ?? 0
            }
        }
        let total = sum / Double(columns * rows) * Double(size.count)
        let planet = EllipsoidArea(crs.ellipsoid).total
        let repeated = (1 + 2 / Double(size.width)) * (1 + 2 / Double(size.height))
        guard total > 1.02 * repeated * planet else { return }
        throw SurveyError(
            "cannot use \(source.path): its frame is larger than the planet: \(Int(total / 1e10)) million ha in "
                + "\(crs.name), which lies on a body of \(Int(planet / 1e10)) million; \(source.referenceAdvice)")
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
