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
    /// Which pixels the projection has a place for; nil where all have one.
    private let domain: ProjectionDomain?
    /// Squared CRS units of a pixel.
    private let planarArea: Double

    private static let widestCell: (pixels: Int, metres: Double) = (64, 1024)

    init(
        size raster: RasterSize, transform: GeoTransform, crs: CoordinateReference, inverse: InverseProjectionFunction?
    ) throws {
        let inverse = inverse.map(Self.finite)
        let metres = Self.metresPerUnit(of: crs)
        let side = transform.pixelSize
        let pixelMetres = (width: side.width * metres, height: side.height * metres)
        let size = Self.cellSize(pixelSide: max(pixelMetres.width, pixelMetres.height))
        planarArea = transform.pixelArea
        let scale = try ArealScale(
            source: Self.source(for: crs, inverse: inverse), area: EllipsoidArea(crs.ellipsoid))
        var lattice: ScaleLattice
        (lattice, disagreement) = try ScaleLattice.fitted(
            size: raster, transform: transform, pixelMetres: pixelMetres, cell: size, scale: scale)
        var domain: ProjectionDomain?
        if lattice.hasGaps, let inverse {
            domain = try ProjectionDomain(size: raster, transform: transform, inverse: inverse)
            try lattice.complete(
                size: raster, transform: transform, scale: scale, domain: domain,
                mayBeSingle: domain != nil || size == 1)
        }
        // Where the edge of a world map runs through the raster, some pixels of a cell would have areas and some not.
        self.size = domain == nil ? size : 1
        (self.lattice, self.domain) = (lattice, domain)
    }

    /// An inverse projection that has no place for what it has no numbers for.
    private static func finite(_ inverse: @escaping InverseProjectionFunction) -> InverseProjectionFunction {
        { points in
            try inverse(points).map { place in
                place.flatMap { $0.longitude.isFinite && $0.latitude.isFinite ? $0 : nil }
            }
        }
    }

    /// The cell around a pixel; nil where the scale is not known.
    func cell(column: Int, row: Int) -> AreaCell? {
        let (left, top) = (column & -size, row & -size)
        if let domain, !domain.contains(column: column, row: row) { return nil }
        if let value = lattice.single(column: column, row: row) {
            return AreaCell(
                column: column, row: row, size: 1, centre: value * planarArea, perColumn: 0, perRow: 0)
        }
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

    /// Metres that stencils of the inverse projection reach, and twice that: at 2 km truncation and rounding are both below
    /// 1e-11. The others are for where the projection ends, or bends more than the earth does.
    private static let stencilReaches: [Double] = [2_000, 500, 100]

    /// Where the areal scale of a CRS comes from.
    static func source(
        for crs: CoordinateReference, inverse: InverseProjectionFunction?
    ) throws -> ArealScale.Source {
        switch crs.kind {
        case .geographic(let radiansPerUnit):
            return .latitude(radiansPerUnit: radiansPerUnit)
        case .webMercator(let radius):
            return .webMercator(radius: radius)
        case .derivedGeographic, .projected, .local:
            guard let inverse else { throw CoverageError.noInverseProjection(crs: crs.name) }
            return .stencil(reaches: stencilReaches.map { $0 / metresPerUnit(of: crs) }, inverse: inverse)
        }
    }
}
