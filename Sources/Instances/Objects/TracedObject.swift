/// One object of a raster.
package struct TracedObject: Hashable, Sendable {
    /// Number of the object, from 1 in raster order of first pixels.
    package let id: Int
    /// Size, position and what else was measured.
    package let component: Component
    /// A pixel inside: its centre is the object's interior point.
    package let interior: PixelPosition
    /// The outline: one polygon for each part that is connected by sides, by first pixels. Empty where outlines were not
    /// asked for or this one has too many corners.
    package let polygons: [OutlinePolygon]
    /// True where the outline was left out because it has too many corners.
    package let isOutlineOmitted: Bool
}
