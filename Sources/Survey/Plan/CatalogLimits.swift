import Catalog
import RasterModel
import Segmentation

/// Whether a catalog can be used at a raster's pixel size.
struct CatalogLimits {
    let catalog: Catalog
    let pixelSize: GroundPixelSize?
    let raster: String

    /// Each length for itself, before anything is built from it: what is larger than any raster would not even fit.
    private func checkEachReach() throws(SurveyError) {
        let far = Double(NeighbourhoodOperation.farthest) + 1
        let reaches =
            catalog.method.formulas.flatMap(\.lengths).map { ($0.length, $0.function == .gaussian ? 4.0 : 1) }
            + catalog.clean.map { ($0.width, 0.5) }
        for (length, factor) in reaches {
            guard let pixels = length.pixels(of: pixelSize) else { continue }
            let reach = factor * max(pixels.columns, pixels.rows)
            guard reach.isFinite, reach < far else {
                throw SurveyError(
                    "catalog \(catalog.name) looks farther than \(NeighbourhoodOperation.farthest) pixels on \(raster) "
                        + "(\(length)): shorten the length, or use a coarser raster")
            }
        }
    }

    /// Lengths on the ground need pixels of a known size, and none may reach too far.
    func checkLengths() throws(SurveyError) {
        guard pixelSize == nil else { return try checkEachReach() }
        try checkEachReach()
        let lengths = catalog.method.formulas.flatMap(\.lengths).map(\.length) + catalog.clean.map(\.width)
        let measures =
            lengths.filter(\.needsPixelSize).map(\.description) + catalog.patchSteps.compactMap(\.groundMeasure)
        guard let length = measures.first else { return }
        throw Self.unknownSize(catalog.name, measure: length, raster: raster)
    }

    static func unknownSize(_ catalog: String, measure: String, raster: String) -> SurveyError {
        SurveyError(
            "catalog \(catalog) measures on the ground (\(measure)), and \(raster) does not say how large its pixels "
                + "are; say it, for example --pixel-size 2cm")
    }

    /// Photographs have no place on the earth; a raster that has one is seen from above.
    ///
    /// - Returns: what the person should know.
    func checkPlace(_ grid: RasterGrid, forced: Bool) throws(SurveyError) -> [String] {
        guard catalog.isForPhotographs, let crs = grid.crs, grid.transform != nil else { return [] }
        let problem =
            "catalog \(catalog.name) is made for photographs and scans, and \(raster) lies on a map (\(crs.name))"
        guard forced else {
            throw SurveyError(
                "\(problem); choose another catalog ('quadrat inspect' says which fit), or go on with --force")
        }
        return ["\(problem): the results are not what the catalog was tried on"]
    }

    /// What the catalog says of pixels of this size.
    var notes: [String] {
        guard let distance = pixelSize?.sampleDistance else { return [] }
        // Half a percent: pixels of 1.003 m are pixels of 1 m.
        return catalog.notes.filter { distance > $0.above * 1.005 }.map { note in
            "catalog \(catalog.name), pixels of \(LengthText.short(distance)): \(note.text)"
        }
    }

    /// - Returns: what the person should know.
    func checkPixelSize(forced: Bool) throws(SurveyError) -> [String] {
        guard let range = catalog.groundSampleDistance else { return [] }
        let wanted = "\(LengthText.short(range.lowerBound)) .. \(LengthText.short(range.upperBound))"
        guard let distance = pixelSize?.sampleDistance else {
            return [
                "catalog \(catalog.name) is made for pixels of \(wanted), and \(raster) does not say how large its are"
            ]
        }
        // Half a percent: pixels of 10.003 cm are pixels of 10 cm.
        if range.lowerBound * 0.995 <= distance, distance <= range.upperBound * 1.005 { return [] }
        let problem =
            "catalog \(catalog.name) is made for pixels of \(wanted), and those of \(raster) are "
            + "\(LengthText.short(distance))"
        guard forced else {
            throw SurveyError(
                "\(problem); choose another catalog, resample the raster (gdalwarp -tr ... -r average), or go on with --force"
            )
        }
        return ["\(problem): the results are not what the catalog was tried on"]
    }

    /// Windows grow by the reach on all sides: what looks too far costs more than it tells.
    func checkReach(_ margin: PixelMargin) throws(SurveyError) {
        guard margin.largest > NeighbourhoodOperation.farthest else { return }
        throw SurveyError(
            "catalog \(catalog.name) looks \(margin.largest) pixels far on \(raster); at most "
                + "\(NeighbourhoodOperation.farthest) are possible: shorten its lengths, or use a coarser raster")
    }
}
