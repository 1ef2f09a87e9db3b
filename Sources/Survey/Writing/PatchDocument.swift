import Coverage
import Instances
import RasterModel

/// The patches of one class: `patches` of a class in coverage.json.
package struct PatchDocument: Sendable, Hashable {
    /// Sizes of patches in one unit.
    package struct Sizes: Sendable, Hashable {
        /// Over all patches.
        package var mean: Double
        /// Of the patch in the middle; of an even number of patches the mean of two.
        package var median: Double
        /// Of the largest patch.
        package var largest: Double

        var json: JSONValue {
            .members(["mean": .number(mean), "median": .number(median), "largest": .number(largest)])
        }
    }

    /// How many.
    package let count: Int
    /// How many per hectare of what was judged; nil where it has no area.
    package let perHectare: Double?
    /// nil where there are no patches.
    package let pixels: Sizes?
    /// In m2; nil where there are no patches, or no areas.
    package let area: Sizes?
    /// Area of the largest patch in percent of what was judged (pixels where there are no areas); nil where nothing was.
    package let largestPercentOfValid: Double?
    /// Sides of pixels between the class and another one.
    package let edgeSides: Int
    /// Length of these sides in metres, by the size of the raster's middle pixel; nil where that is not known.
    package let edge: Double?
    /// Metres of edge per hectare of what was judged; nil where either is not known.
    package let edgePerHectare: Double?

    /// - Parameters:
    ///   - valid: pixels that were judged.
    ///   - validArea: of these, in m2; nil where the raster has no areas.
    ///   - pixelSize: of the raster's middle pixel; nil where it is not known.
    init(_ figures: PatchFigures, valid: Int, validArea: Double?, pixelSize: GroundPixelSize?) {
        let (median, largest) = (figures.median, FixedArea.squareMetres(figures.largestArea))
        let number = Double(figures.count)
        let hectares = validArea.flatMap { $0 > 0 ? $0 / 10_000 : nil }
        count = figures.count
        perHectare = hectares.map { number / $0 }
        pixels = median.map {
            Sizes(mean: Double(figures.pixels) / number, median: $0.pixels, largest: Double(figures.largestPixels))
        }
        area =
            validArea == nil
            ? nil
            : median.map {
                Sizes(
                    mean: FixedArea.squareMetres(figures.area) / number,
                    median: $0.area / FixedArea.unitsPerSquareMetre,
                    largest: largest)
            }
        if let validArea {
            largestPercentOfValid = validArea > 0 ? 100 * largest / validArea : nil
        } else {
            largestPercentOfValid = valid > 0 ? 100 * Double(figures.largestPixels) / Double(valid) : nil
        }
        edgeSides = figures.verticalSides + figures.horizontalSides
        let edge = pixelSize.map {
            Double(figures.verticalSides) * $0.height + Double(figures.horizontalSides) * $0.width
        }
        self.edge = edge
        edgePerHectare = edge.flatMap { edge in hectares.map { edge / $0 } }
    }

    var json: JSONValue {
        .members([
            "count": .integer(count), "neighbours": .integer(ComponentRequest.patchNeighbours.rawValue),
            "per_hectare": .optional(perHectare), "pixels": pixels?.json ?? .null, "area_m2": area?.json ?? .null,
            "largest_percent_of_valid": .optional(largestPercentOfValid), "edge_sides": .integer(edgeSides),
            "edge_m": .optional(edge), "edge_m_per_hectare": .optional(edgePerHectare),
        ])
    }
}
