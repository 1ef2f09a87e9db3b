/// How large a zone is, whatever lies in it.
public struct ZoneMeasure: Hashable, Sendable {
    /// Area of its polygons in pixels.
    public var pixels: Double
    /// How much of that lies beyond the raster; 0 where none does.
    public var pixelsOutside: Double
    /// Area of its polygons in m2, on the ellipsoid where the CRS has one; nil where there are no areas, or where it is
    /// not known because the zone reaches beyond the projection's domain.
    public var area: Double?
    /// How much of that lies beyond the raster.
    public var areaOutside: Double?

    /// A measure from its parts; see the properties.
    public init(pixels: Double, pixelsOutside: Double, area: Double?, areaOutside: Double?) {
        self.pixels = pixels
        self.pixelsOutside = pixelsOutside
        self.area = area
        self.areaOutside = areaOutside
    }
}
