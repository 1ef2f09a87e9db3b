/// One polygon on a raster: what lies inside `outer` and in none of `holes`.
///
/// Which way round its rings run does not matter. The rings of a valid polygon do not cross.
package struct PolygonShape: Hashable, Sendable {
    /// The outer border.
    package var outer: Ring
    /// Borders of what is left out.
    package var holes: [Ring]

    /// A polygon from its rings.
    package init(outer: Ring, holes: [Ring] = []) {
        self.outer = outer
        self.holes = holes
    }

    /// All rings, the outer one first.
    package var rings: [Ring] { [outer] + holes }

    /// The rectangle around it.
    package var bounds: PixelBounds { outer.bounds }

    /// Area in pixels.
    package var area: Double { holes.reduce(outer.signedArea.magnitude) { $0 - $1.signedArea.magnitude } }

    /// What lies within some bounds; rings that touch them run along them, back and forth.
    package func clipped(to bounds: PixelBounds) -> PolygonShape {
        PolygonShape(outer: outer.clipped(to: bounds), holes: holes.map { $0.clipped(to: bounds) })
    }
}
