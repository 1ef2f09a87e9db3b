import RasterModel

/// Coverage of a raster, or of any part of it, by class: a tally with names, in doubles.
///
/// Every pixel is in it once: total = valid + nodata + unobserved + outside, and valid = the sum of the classes.
package struct CoverageTable: Hashable, Sendable {
    /// One quantity over all pixels and over each kind of them.
    package struct Totals<Value: Hashable & Sendable>: Hashable, Sendable {
        /// Everything.
        package var total: Value
        /// What has a class.
        package var valid: Value
        /// What the file says is no observation.
        package var nodata: Value
        /// What is present but could not be read or judged.
        package var unobserved: Value
        /// What was not asked for.
        package var outside: Value
    }

    /// Numbers of pixels.
    package let pixels: Totals<Int>
    /// True areas in m2; nil where the raster has none. A sum is nil where the area of some pixel in it is not known.
    package let areas: Totals<Double?>?
    /// Area of all pixels in the plane of the CRS, in m2; nil without a CRS and for degrees.
    package let planarTotal: Double?
    /// Pixels that count in `pixels` but not in `areas`, because their area is not known.
    package let pixelsWithoutArea: Int
    /// In the order of the catalog.
    package let classes: [ClassCoverage]
    /// In the order of the catalog.
    package let ratios: [RatioCoverage]

    /// Names a tally's codes.
    ///
    /// - Parameters:
    ///   - tally: pixels and areas by mask code; its codes are those of `classes` and of `MaskCode`.
    ///   - classes: classes of the catalog, each value once.
    ///   - ratios: ratios of the catalog.
    ///   - areas: the areas that the tally was made with.
    package init(tally: AreaTally, classes: [CoverageClass], ratios: [CoverageRatio], areas: PixelAreas?) {
        let values = Set(classes.map(\.value))
        precondition(values.count == classes.count, "a class value occurs twice")
        let amounts = CodeAmounts(tally: tally, classes: values)
        pixels = amounts.pixelTotals
        self.areas = areas.map { _ in amounts.areaTotals }
        planarTotal = areas?.planarPixelArea.map { $0 * Double(amounts.pixelTotals.total) }
        pixelsWithoutArea = tally.areaUnknown
        self.classes = classes.map { item in
            ClassCoverage(
                value: item.value, name: item.name, pixels: tally.pixels(item.value),
                area: areas.flatMap { _ in amounts.squareMetres([item.value]) },
                percentOfValid: amounts.percent([item.value], of: values, byArea: areas != nil))
        }
        self.ratios = ratios.map { ratio in
            RatioCoverage(
                name: ratio.name,
                percent: amounts.percent(Set(ratio.of), of: Set(ratio.over), byArea: areas != nil))
        }
    }
}

/// Sums over sets of mask codes.
private struct CodeAmounts {
    let tally: AreaTally
    let classes: Set<UInt8>

    init(tally: AreaTally, classes: Set<UInt8>) {
        let known = classes.union([MaskCode.nodata, MaskCode.unobserved, MaskCode.outside])
        precondition(known.count == classes.count + 3, "a class value is a special code")
        precondition(tally.codes.allSatisfy(known.contains), "the tally holds a code that is not a class")
        self.tally = tally
        self.classes = classes
    }

    var pixelTotals: CoverageTable.Totals<Int> {
        .init(
            total: tally.pixels, valid: pixels(classes), nodata: tally.pixels(MaskCode.nodata),
            unobserved: tally.pixels(MaskCode.unobserved), outside: tally.pixels(MaskCode.outside))
    }

    var areaTotals: CoverageTable.Totals<Double?> {
        .init(
            total: squareMetres(Set(tally.codes)), valid: squareMetres(classes),
            nodata: squareMetres([MaskCode.nodata]), unobserved: squareMetres([MaskCode.unobserved]),
            outside: squareMetres([MaskCode.outside]))
    }

    /// nil where the area of some pixel is not known.
    func squareMetres(_ codes: Set<UInt8>) -> Double? { isKnown(codes) ? FixedArea.squareMetres(area(codes)) : nil }

    /// Percent that some codes are of others; nil where the denominator is 0, or an area is not known.
    func percent(_ part: Set<UInt8>, of whole: Set<UInt8>, byArea: Bool) -> Double? {
        guard !byArea || isKnown(part.union(whole)) else { return nil }
        let (numerator, denominator) =
            byArea ? (Double(area(part)), Double(area(whole))) : (Double(pixels(part)), Double(pixels(whole)))
        return denominator > 0 ? 100 * numerator / denominator : nil
    }

    private func pixels(_ codes: Set<UInt8>) -> Int { codes.reduce(0) { $0 + tally.pixels($1) } }

    private func isKnown(_ codes: Set<UInt8>) -> Bool { codes.allSatisfy { tally.areaUnknown($0) == 0 } }

    private func area(_ codes: Set<UInt8>) -> UInt128 { codes.reduce(0) { $0 + tally.area($1) } }
}
