package import RasterModel

/// The true area of every pixel of a raster, on the ellipsoid where the CRS has one.
///
/// A pure function of the pixel's place in the raster, in `FixedArea` units: tiles and threads cannot change it.
///
/// - Geographic and web Mercator rasters whose rows follow parallels: one area per row, exact to rounding.
/// - Everything else on the earth: planar area times the areal scale, linear within cells anchored to the raster's
///   first pixel. Within 1e-8 of the scale at the pixel's centre.
/// - Local CRS, or a pixel size that the user gave: one planar area.
package struct PixelAreas: Sendable {
    /// How areas vary over the raster.
    package enum Layout: Hashable, Sendable {
        /// One area per row.
        case rows
        /// Square cells of `size` columns and rows, anchored to the raster's first pixel; linear in each.
        case cells(size: Int)
        /// One area, in `FixedArea` units.
        case constant(UInt128)
    }

    private enum Source: Sendable {
        case rows(RowStrips)
        case cells(CellAreas)
        case constant(UInt128)
    }

    private let source: Source
    /// What a pixel measures in the plane of its CRS, in m2; nil where the CRS counts angles.
    package let planarPixelArea: Double?
    /// How areas were found, for the run's record.
    package let method: String
    /// Largest relative difference between the interpolated areal scale and the scale itself at probe points; nil
    /// where nothing is interpolated.
    package let scaleDisagreement: Double?

    /// Areas of a raster's pixels.
    ///
    /// - Parameters:
    ///   - grid: the raster; it needs a geotransform and a CRS.
    ///   - inverse: projects CRS positions to longitude and latitude. Asked only for projected and derived CRS, only during
    ///     this call, and for at most some thousand positions at a time, up to 64 km and more beyond the raster.
    /// - Throws: `CoverageError`, and whatever `inverse` throws.
    package init(grid: RasterGrid, inverse: InverseProjectionFunction? = nil) throws {
        guard let transform = grid.transform else { throw CoverageError.noTransform }
        guard let crs = grid.crs else { throw CoverageError.noReference }
        let squareUnit = crs.metresPerUnit * crs.metresPerUnit
        switch crs.kind {
        case .geographic, .derivedGeographic: planarPixelArea = nil
        case .webMercator, .projected, .local: planarPixelArea = transform.pixelArea * squareUnit
        }
        try Self.check(transform.pixelArea, planarPixelArea ?? transform.pixelArea, count: grid.size.count)
        if case .local = crs.kind {
            source = .constant(FixedArea.units(squareMetres: transform.pixelArea * squareUnit))
            method = "planar"
            scaleDisagreement = nil
        } else if let axis = Self.rowAxis(crs: crs, transform: transform) {
            source = .rows(RowStrips(axis: axis, transform: transform, area: EllipsoidArea(crs.ellipsoid)))
            method = "ellipsoidal, one value per row"
            scaleDisagreement = nil
        } else {
            let cells = try CellAreas(size: grid.size, transform: transform, crs: crs, inverse: inverse)
            source = .cells(cells)
            method = "ellipsoidal, areal scale linear in cells of \(cells.size) px"
            scaleDisagreement = cells.disagreement
        }
    }

    /// The area of pixels whose sides the user gave in metres.
    ///
    /// - Throws: `CoverageError.impossiblePixelArea`.
    package init(pixelWidth: Double, pixelHeight: Double) throws {
        let area = pixelWidth * pixelHeight
        try Self.check(area, area, count: 1)
        source = .constant(FixedArea.units(squareMetres: area))
        planarPixelArea = area
        method = "planar, pixel size as given"
        scaleDisagreement = nil
    }

    /// How areas vary over the raster.
    package var layout: Layout {
        switch source {
        case .rows: .rows
        case .cells(let cells): .cells(size: cells.size)
        case .constant(let area): .constant(area)
        }
    }

    /// Area of each pixel of a row in `FixedArea` units. Only where the layout is not `.cells`.
    package func rowArea(_ row: Int) -> UInt128 {
        switch source {
        case .rows(let strips): FixedArea.units(squareMetres: strips.squareMetres(row: row))
        case .constant(let area): area
        case .cells: preconditionFailure("areas in cells vary along rows")
        }
    }

    /// The cell around a pixel; nil where areas are not known. Only where the layout is `.cells`.
    package func cell(column: Int, row: Int) -> AreaCell? {
        guard case .cells(let cells) = source else { preconditionFailure("areas are not in cells") }
        return cells.cell(column: column, row: row)
    }

    /// Area of one pixel in `FixedArea` units, for any layout; nil where it is not known.
    package func pixelArea(column: Int, row: Int) -> UInt128? {
        switch source {
        case .rows(let strips): FixedArea.units(squareMetres: strips.squareMetres(row: row))
        case .constant(let area): area
        case .cells(let cells): cells.cell(column: column, row: row)?.area(column: column, row: row)
        }
    }

    /// The axis that rows are strips of; nil where rows do not follow parallels.
    private static func rowAxis(crs: CoordinateReference, transform: GeoTransform) -> RowStrips.Axis? {
        guard transform.isAxisAligned else { return nil }
        switch crs.kind {
        case .geographic(let radiansPerUnit): return .latitude(radiansPerUnit: radiansPerUnit)
        case .webMercator(let radius): return .webMercator(radius: radius)
        case .derivedGeographic, .projected, .local: return nil
        }
    }

    /// Refuses pixels without area, and areas that `FixedArea` cannot sum.
    private static func check(_ squareUnits: Double, _ squareMetres: Double, count: Int) throws {
        guard squareUnits > 0, squareMetres > 0, squareMetres * Double(max(count, 1)) < FixedArea.largestTotal else {
            throw CoverageError.impossiblePixelArea(squareUnits)
        }
    }
}
