import Foundation

/// Length and width of a component as if it were one strip, from its area and its perimeter.
///
/// - Perimeter: Cauchy-Crofton formula with the lattice's rows, columns and both diagonals (4 directions), so that it
///   adds up over parts. For long straight edges of square pixels it is between 5.2 % too short (along the axes) and
///   2.6 % too long (at 22.5 degrees); on average over angles it is right. Pixels half as high as wide double that.
///   Rough edges make it longer: by a fifth where each edge pixel strays by 1 pixel rms on its own, by a tenth after
///   `majority: 3 px`, by 2 % where the straying is smooth over 3 pixels. Holes do too: fill them before.
/// - Length and mean width: a strip of length L and width W has area LW and perimeter 2(L + W). A network of strips with
///   loops is taken as one strip too, which makes it one width too short per loop. A shape too compact for any strip
///   (P^2 < 16 A) has a quarter of its perimeter as length.
package struct ShapeFigures: Hashable, Sendable {
    /// Squared units of the pixel sides.
    package let area: Double
    /// Units of the pixel sides.
    package let perimeter: Double
    /// Length of the centreline.
    package let length: Double
    /// Area over length.
    package var meanWidth: Double { area / length }
    /// Length over mean width; 1 to 1.5 for compact shapes.
    package var elongation: Double { length / meanWidth }

    /// Figures of a component whose diagonals were counted.
    ///
    /// - Parameters:
    ///   - pixelWidth: length of a pixel along a row, in metres or 1.
    ///   - pixelHeight: length of a pixel along a column, in the same unit.
    package init(_ region: RegionProperties, pixelWidth: Double, pixelHeight: Double) {
        let (width, height) = (pixelWidth, pixelHeight)
        area = Double(region.pixels) * width * height
        // Spacing of the lines of each direction, times the angle that the direction stands for.
        let angle = atan2(height, width)
        let rows = Double(region.verticalSides) * height * angle
        let columns = Double(region.horizontalSides) * width * (.pi / 2 - angle)
        let crossings = 4 * region.pixels - region.fallingNeighbours - region.risingNeighbours
        let diagonal = width * height / (width * width + height * height).squareRoot()
        perimeter = (rows + columns + Double(crossings) * diagonal * .pi / 4) / 2
        let half = perimeter / 2
        length = (half + max(0, half * half - 4 * area).squareRoot()) / 2
    }
}
