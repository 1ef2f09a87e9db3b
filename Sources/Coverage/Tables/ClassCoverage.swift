/// What was found of one class.
package struct ClassCoverage: Hashable, Sendable {
    /// Mask code of the class.
    package var value: UInt8
    /// Name of the class.
    package var name: String
    /// Number of pixels.
    package var pixels: Int
    /// m2; nil where the raster has no areas, or where that of some pixel is not known.
    package var area: Double?
    /// Of valid area; of valid pixels where the raster has no areas; nil where nothing is valid, or where an area is not
    /// known.
    package var percentOfValid: Double?
}
