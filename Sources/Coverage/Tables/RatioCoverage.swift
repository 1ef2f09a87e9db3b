/// The value of one ratio.
package struct RatioCoverage: Hashable, Sendable {
    /// Name of the ratio.
    package var name: String
    /// Ratio of areas, of pixels where the raster has no areas; nil where the denominator is 0, or an area is not known.
    package var percent: Double?
}
