/// How large a zone is, whatever lies in it.
package struct ZoneMeasure: Hashable, Sendable {
    /// Area of its polygons in pixels.
    package var pixels: Double
    /// How much of that lies beyond the raster; 0 where none does.
    package var pixelsOutside: Double
    /// Area of its polygons in m2, on the ellipsoid where the CRS has one; nil where there are no areas, or where it is
    /// not known because the zone reaches beyond the projection's domain.
    package var area: Double?
    /// How much of that lies beyond the raster.
    package var areaOutside: Double?

    /// A measure from its parts; see the properties.
    package init(pixels: Double, pixelsOutside: Double, area: Double?, areaOutside: Double?) {
        self.pixels = pixels
        self.pixelsOutside = pixelsOutside
        self.area = area
        self.areaOutside = areaOutside
    }

    /// The measure of zones that do not overlap, taken together.
    package static func sum(_ measures: some Sequence<ZoneMeasure>) -> ZoneMeasure {
        var whole = ZoneMeasure(pixels: 0, pixelsOutside: 0, area: 0, areaOutside: 0)
        for measure in measures {
            whole.pixels += measure.pixels
            whole.pixelsOutside += measure.pixelsOutside
            whole.area = sum(whole.area, measure.area)
            whole.areaOutside = sum(whole.areaOutside, measure.areaOutside)
        }
        return whole
    }

    private static func sum(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return nil }
        return a + b
    }
}
