/// Sides of a pixel on the ground in metres: along a row, and along a column.
package struct GroundPixelSize: Hashable, Sendable {
    /// Along a row, in metres.
    package var width: Double
    /// Along a column, in metres.
    package var height: Double

    /// A size from the two sides in metres.
    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Side of the square of the same area in metres: what is called the ground sample distance.
    package var sampleDistance: Double { (width * height).squareRoot() }
}
