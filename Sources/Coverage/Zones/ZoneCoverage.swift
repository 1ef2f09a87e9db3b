import RasterModel

/// Coverage of a zone by class, in doubles.
///
/// total = valid + nodata + unobserved + outside, and valid = the sum of the classes. Outside are the part of the zone
/// beyond the raster and what was not asked for.
package struct ZoneCoverage: Hashable, Sendable {
    /// Pixels, each weighed by the zone's share of it.
    package let pixels: CoverageTable.Totals<Double>
    /// True areas in m2; nil where the raster has none. A sum is nil where the area of some pixel in it is not known;
    /// `outside` and `total` too where the zone reaches beyond the projection's domain.
    package let areas: CoverageTable.Totals<Double?>?
    /// Area of the zone's polygons in m2, measured without pixels; nil where it is not known. It is `areas.total` but for
    /// what border pixels' shares weigh otherwise than their parts inside the zone: 1e-7 of it at 10 m pixels.
    package let polygonArea: Double?
    /// Pixels that count in `pixels` but not in `areas`, because their area is not known.
    package let pixelsWithoutArea: Double
    /// In the order of the catalog.
    package let classes: [ZoneClassCoverage]
    /// In the order of the catalog.
    package let ratios: [RatioCoverage]

    /// Names the codes of one zone's sums.
    ///
    /// - Parameters:
    ///   - tally: what all zones add up to.
    ///   - zone: the number of the zone in it.
    ///   - measure: the zone's size.
    ///   - classes: classes of the catalog, each value once.
    ///   - ratios: ratios of the catalog.
    ///   - hasAreas: true where the tally was made with areas.
    package init(
        tally: ZoneTally, zone: Int, measure: ZoneMeasure, classes: [CoverageClass], ratios: [CoverageRatio],
        hasAreas: Bool
    ) {
        let amounts = ZoneAmounts(tally: tally, zone: zone, measure: measure, hasAreas: hasAreas)
        let values = classes.map(\.value)
        pixels = amounts.pixelTotals(valid: values)
        areas = hasAreas ? amounts.areaTotals(valid: values) : nil
        polygonArea = measure.area
        pixelsWithoutArea = FixedShare.pixels(tally.total(zone: zone).unknown)
        let whole = hasAreas ? areas?.total : pixels.total
        self.classes = classes.map { item in
            ZoneClassCoverage(
                value: item.value, name: item.name, pixels: amounts.pixels([item.value]),
                area: hasAreas ? amounts.area([item.value]) : nil,
                percentOfValid: amounts.percent([item.value], of: values),
                percentOfZone: amounts.percent([item.value], ofWhole: whole, valid: values))
        }
        self.ratios = ratios.map { ratio in
            RatioCoverage(name: ratio.name, percent: amounts.percent(ratio.of, of: ratio.over))
        }
    }
}

/// Sums over sets of mask codes of one zone.
private struct ZoneAmounts {
    let tally: ZoneTally
    let zone: Int
    let measure: ZoneMeasure
    let hasAreas: Bool

    func pixels(_ codes: [UInt8]) -> Double {
        FixedShare.pixels(Set(codes).reduce(0) { $0 + tally.sum(zone: zone, code: $1).shares })
    }

    /// nil where the area of some pixel is not known.
    func area(_ codes: [UInt8]) -> Double? {
        var (area, unknown): (UInt128, UInt128) = (0, 0)
        for code in Set(codes) {
            let sum = tally.sum(zone: zone, code: code)
            area += sum.area
            unknown += sum.unknown
        }
        return unknown == 0 ? FixedArea.squareMetres(area) : nil
    }

    func pixelTotals(valid: [UInt8]) -> CoverageTable.Totals<Double> {
        let outside = pixels([MaskCode.outside]) + measure.pixelsOutside
        return .init(
            total: pixels(tally.codes) + measure.pixelsOutside, valid: pixels(valid),
            nodata: pixels([MaskCode.nodata]), unobserved: pixels([MaskCode.unobserved]), outside: outside)
    }

    func areaTotals(valid: [UInt8]) -> CoverageTable.Totals<Double?> {
        .init(
            total: sum(area(tally.codes), measure.areaOutside), valid: area(valid),
            nodata: area([MaskCode.nodata]), unobserved: area([MaskCode.unobserved]),
            outside: sum(area([MaskCode.outside]), measure.areaOutside))
    }

    private func sum(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return nil }
        return a + b
    }

    /// Percent that some codes are of others; nil where the denominator is 0, or an area is not known.
    func percent(_ part: [UInt8], of whole: [UInt8]) -> Double? {
        let amounts = hasAreas ? (area(part), area(whole)) : (pixels(part), pixels(whole))
        guard let numerator = amounts.0, let denominator = amounts.1 else { return nil }
        return denominator > 0 ? 100 * numerator / denominator : nil
    }

    /// Percent of the zone; nil where that is not known, or where nothing of it was judged.
    func percent(_ part: [UInt8], ofWhole whole: Double?, valid: [UInt8]) -> Double? {
        guard let whole, whole > 0, pixels(valid) > 0, let amount = hasAreas ? area(part) : pixels(part) else {
            return nil
        }
        return 100 * amount / whole
    }
}
