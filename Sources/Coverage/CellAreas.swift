import RasterModel

/// Pixel areas from the areal scale, for rasters whose rows do not follow parallels.
///
/// In each cell the area is planar area times scale, taken as linear around the cell's centre. A cell is at most 64 px
/// and 1024 m wide, where the second derivative of the scale (2/R^2 in UTM, at most 4/R^2 in Mercator) moves it by
/// about 1e-8; a constant per cell of only 250 m would be off by 2e-6 at a UTM zone's edge.
struct CellAreas: Sendable {
    /// Columns and rows of a cell: a power of two.
    let size: Int
    /// How well the scale's lattice agrees with the scale itself.
    let disagreement: Double
    private let lattice: ScaleLattice
    /// Squared CRS units of a pixel.
    private let planarArea: Double

    private static let widestCell: (pixels: Int, metres: Double) = (64, 1024)

    init(size: RasterSize, transform: GeoTransform, crs: CoordinateReference, inverse: InverseProjection?) throws {
        let metres = Self.metresPerUnit(of: crs)
        let side = transform.pixelSize
        let pixelMetres = (width: side.width * metres, height: side.height * metres)
        self.size = Self.cellSize(pixelSide: max(pixelMetres.width, pixelMetres.height))
        planarArea = transform.pixelArea
        let scale = try ArealScale(
            source: Self.source(for: crs, inverse: inverse), area: EllipsoidArea(crs.ellipsoid))
        (lattice, disagreement) = try ScaleLattice.fitted(
            size: size, transform: transform, pixelMetres: pixelMetres, cell: self.size, scale: scale)
    }

    /// The cell around a pixel; nil where the scale is not known.
    func cell(column: Int, row: Int) -> AreaCell? {
        let (left, top) = (column & -size, row & -size)
        let half = Double(size) / 2
        guard let sample = lattice.sample(column: Double(left) + half, row: Double(top) + half) else { return nil }
        return AreaCell(
            column: left, row: top, size: size, centre: sample.value * planarArea,
            perColumn: sample.perColumn * planarArea, perRow: sample.perRow * planarArea)
    }

    /// The largest power of two of pixels that the widest cell holds, and at least 1.
    static func cellSize(pixelSide: Double) -> Int {
        var size = widestCell.pixels
        while size > 1, Double(size) * pixelSide > widestCell.metres { size /= 2 }
        return size
    }

    /// Metres of one CRS unit, about (along the equator for degrees).
    static func metresPerUnit(of crs: CoordinateReference) -> Double {
        switch crs.kind {
        case .geographic(let radiansPerUnit), .derivedGeographic(let radiansPerUnit):
            radiansPerUnit * crs.ellipsoid.semiMajorAxis
        case .webMercator, .projected, .local: crs.metresPerUnit
        }
    }

    /// Stencils of the inverse projection reach 2 km and twice that: truncation and rounding are both below 1e-11.
    private static let stencilReach: Double = 2_000

    /// Where the areal scale of a CRS comes from.
    static func source(
        for crs: CoordinateReference, inverse: InverseProjection?
    ) throws -> ArealScale.Source {
        switch crs.kind {
        case .geographic(let radiansPerUnit):
            return .latitude(radiansPerUnit: radiansPerUnit)
        case .webMercator(let radius):
            return .webMercator(radius: radius)
        case .derivedGeographic, .projected, .local:
            guard let inverse else { throw CoverageError.noInverseProjection(crs: crs.name) }
            return .stencil(reach: stencilReach / metresPerUnit(of: crs), inverse: inverse)
        }
    }
}
