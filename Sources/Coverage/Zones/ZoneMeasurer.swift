package import RasterModel

/// Measures zones: their polygons as a whole, with edges straight in the raster's CRS, on the ellipsoid.
///
/// The area is the integral of the areal scale over the polygon: the same scale that gives pixels their areas, so that
/// both agree (to 1e-8, and where pixels are so coarse that a part of one weighs otherwise than its share of it).
package struct ZoneMeasurer {
    private enum Source {
        case none
        /// m2 of a pixel.
        case constant(Double)
        /// The scale, and the pixels that a patch of it may span.
        case field(ScaleField, columns: Double, rows: Double)
    }

    private var source: Source
    private let raster: PixelBounds

    /// A measurer without areas, in pixels only.
    package init(size: RasterSize) {
        raster = PixelBounds(size)
        source = .none
    }

    /// A measurer for pixels of one area.
    ///
    /// - Parameter pixelArea: m2.
    package init(size: RasterSize, pixelArea: Double) {
        raster = PixelBounds(size)
        source = .constant(pixelArea)
    }

    /// A measurer for a raster with a CRS.
    ///
    /// - Parameters:
    ///   - grid: the raster; it needs a geotransform and a CRS.
    ///   - inverse: projects CRS positions to longitude and latitude. Asked only for projected CRS, around the zones.
    /// - Throws: `CoverageError`.
    package init(grid: RasterGrid, inverse: InverseProjectionFunction? = nil) throws {
        guard let transform = grid.transform else { throw CoverageError.noTransform }
        guard let crs = grid.crs else { throw CoverageError.noReference }
        raster = PixelBounds(grid.size)
        if case .local = crs.kind {
            source = .constant(transform.pixelArea * crs.metresPerUnit * crs.metresPerUnit)
            return
        }
        let metres = CellAreas.metresPerUnit(of: crs)
        let side = transform.pixelSize
        let pixelMetres = (width: side.width * metres, height: side.height * metres)
        let scale = try ArealScale(
            source: CellAreas.source(for: crs, inverse: inverse), area: EllipsoidArea(crs.ellipsoid))
        source = .field(
            ScaleField(scale, transform: transform, pixelMetres: pixelMetres),
            columns: max(1, Self.widestPatch / pixelMetres.width), rows: max(1, Self.widestPatch / pixelMetres.height))
    }

    /// Metres that a polynomial of the scale may span: its error is some 1e-10.
    private static let widestPatch: Double = 128_000

    /// Measures a zone.
    ///
    /// - Parameter polygons: in pixel coordinates, not overlapping each other.
    /// - Throws: what the inverse projection throws.
    package mutating func measure(_ polygons: [PolygonShape]) throws -> ZoneMeasure {
        var whole = ZoneMeasure(pixels: 0, pixelsOutside: 0, area: 0, areaOutside: 0)
        for polygon in polygons {
            let (pixels, area) = try size(of: polygon)
            whole.pixels += pixels
            whole.area = sum(whole.area, area)
            guard !raster.contains(polygon.bounds) else { continue }
            let (pixelsInside, areaInside) = try size(of: polygon.clipped(to: raster))
            // Beyond the raster there cannot be less than nothing; rounding may say so.
            whole.pixelsOutside += max(0, pixels - pixelsInside)
            whole.areaOutside = sum(whole.areaOutside, difference(area, areaInside))
        }
        return whole
    }

    private func sum(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return nil }
        return a + b
    }

    private func difference(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return nil }
        return max(0, a - b)
    }

    private mutating func size(of polygon: PolygonShape) throws -> (pixels: Double, area: Double?) {
        let pixels = polygon.area
        switch source {
        case .none: return (pixels, nil)
        case .constant(let area): return (pixels, pixels * area)
        case .field(var field, let columns, let rows):
            // The field is moved out and back, so that its nodes are not copied.
            source = .none
            defer { source = .field(field, columns: columns, rows: rows) }
            var total: Double?
            for ring in polygon.rings {
                guard let area = try Self.area(of: ring, &field, columns: columns, rows: rows) else {
                    return (pixels, nil)
                }
                total = total.map { $0 - area.magnitude } ?? area.magnitude
            }
            return (pixels, total.map { max(0, $0) })
        }
    }

    /// Integral of the scale over a ring; nil where it is not known. Rings wider than a patch are cut in two.
    private static func area(
        of ring: Ring, _ field: inout ScaleField, columns: Double, rows: Double
    ) throws -> Double? {
        let bounds = ring.bounds
        guard !bounds.isEmpty else { return 0 }
        let (width, height) = ((bounds.right - bounds.left) / columns, (bounds.bottom - bounds.top) / rows)
        guard max(width, height) > 1 else {
            let values = try field.values(at: ScalePatch.nodes(of: bounds))
            guard values.allSatisfy(\.isFinite) else { return nil }
            return ScalePatch(bounds: bounds, values: values).integral(over: ring)
        }
        // What lies further out than any planet is wide has no area that could be told.
        guard max(width, height) < 400 else { return nil }
        var sum = 0.0
        for half in width > height ? bounds.columnHalves : bounds.rowHalves {
            guard let area = try area(of: ring.clipped(to: half), &field, columns: columns, rows: rows) else {
                return nil
            }
            sum += area
        }
        return sum
    }
}

extension PixelBounds {
    fileprivate var columnHalves: [PixelBounds] {
        let middle = (left + right) / 2
        return [
            PixelBounds(left: -.infinity, right: middle, top: -.infinity, bottom: .infinity),
            PixelBounds(left: middle, right: .infinity, top: -.infinity, bottom: .infinity),
        ]
    }

    fileprivate var rowHalves: [PixelBounds] {
        let middle = (top + bottom) / 2
        return [
            PixelBounds(left: -.infinity, right: .infinity, top: -.infinity, bottom: middle),
            PixelBounds(left: -.infinity, right: .infinity, top: middle, bottom: .infinity),
        ]
    }
}
