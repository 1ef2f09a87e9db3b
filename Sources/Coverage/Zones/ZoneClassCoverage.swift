/// What was found of one class in one zone.
package struct ZoneClassCoverage: Hashable, Sendable {
    /// Mask code of the class.
    package var value: UInt8
    /// Name of the class.
    package var name: String
    /// Pixels, each weighed by the zone's share of it.
    package var pixels: Double
    /// m2; nil where the raster has no areas, or where that of some pixel is not known.
    package var area: Double?
    /// Of valid area; of valid pixels where the raster has no areas; nil where nothing is valid, or where an area is not
    /// known.
    package var percentOfValid: Double?
    /// Of the whole zone, what lies beyond the raster included; nil where nothing is valid, or where the zone's area is
    /// not known.
    package var percentOfZone: Double?
}
