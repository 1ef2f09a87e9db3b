/// One object of a raster.
public struct TracedObject: Hashable, Sendable {
    /// Number of the object, from 1 in raster order of first pixels.
    public let id: Int
    /// Size, place and what else was measured.
    public let component: Component
    /// A pixel inside: its centre is the object's interior point.
    public let interior: PixelPlace
    /// The outline: one polygon for each part that is connected by sides, by first pixels. Empty where outlines were not
    /// asked for or this one has too many corners.
    public let polygons: [OutlinePolygon]
    /// True where the outline was left out because it has too many corners.
    public let isOutlineOmitted: Bool
}
