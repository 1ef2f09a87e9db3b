import Coverage
import Instances
import RasterModel
import Results

extension PatchResult {
    /// - Parameters:
    ///   - valid: pixels that were judged.
    ///   - validArea: of these, in m2; nil where the raster has no areas.
    ///   - pixelSize: of the raster's middle pixel; nil where it is not known.
    init(_ figures: PatchFigures, valid: Int, validArea: Double?, pixelSize: GroundPixelSize?) {
        let hectares = validArea.flatMap { $0 > 0 ? $0 / 10_000 : nil }
        let edge = pixelSize.map {
            Double(figures.verticalSides) * $0.height + Double(figures.horizontalSides) * $0.width
        }
        let largest: Double? =
            if let validArea {
                validArea > 0 ? 100 * FixedArea.squareMetres(figures.largestArea) / validArea : nil
            } else {
                valid > 0 ? 100 * Double(figures.largestPixels) / Double(valid) : nil
            }
        self.init(
            count: figures.count, neighbours: ComponentRequest.patchNeighbours.rawValue,
            perHectare: hectares.map { Double(figures.count) / $0 }, pixels: Sizes(pixelsOf: figures),
            area: validArea == nil ? nil : Sizes(areasOf: figures), largestPercentOfValid: largest,
            edgeSides: figures.verticalSides + figures.horizontalSides, edge: edge,
            edgePerHectare: edge.flatMap { edge in hectares.map { edge / $0 } })
    }
}

extension PatchResult.Sizes {
    /// In pixels; nil where there are no patches.
    init?(pixelsOf figures: PatchFigures) {
        guard let median = figures.median else { return nil }
        self.init(
            mean: Double(figures.pixels) / Double(figures.count), median: median.pixels,
            largest: Double(figures.largestPixels))
    }

    /// In m2; nil where there are no patches.
    init?(areasOf figures: PatchFigures) {
        guard let median = figures.median else { return nil }
        self.init(
            mean: FixedArea.squareMetres(figures.area) / Double(figures.count),
            median: median.area / FixedArea.unitsPerSquareMetre,
            largest: FixedArea.squareMetres(figures.largestArea))
    }
}
