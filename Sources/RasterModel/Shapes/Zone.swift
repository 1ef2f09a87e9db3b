/// A field, a plot: an area that the user brings, placed on a raster.
package struct Zone: Hashable, Sendable {
    /// What the user calls it.
    package var id: String
    /// Number of the feature in its layer: the file's, or counted from 1 where those repeat.
    package var feature: Int
    /// Parts that do not overlap, in pixel coordinates; they may reach beyond the raster. Empty where the file gives no
    /// area, or where `problem` says why there is none.
    package var polygons: [PolygonShape]
    /// Why the zone could not be placed on the raster.
    package var problem: String?

    /// A zone from its parts; see the properties.
    package init(id: String, feature: Int, polygons: [PolygonShape], problem: String? = nil) {
        self.id = id
        self.feature = feature
        self.polygons = polygons
        self.problem = problem
    }

    /// The rectangle around all parts.
    package var bounds: PixelBounds {
        var bounds = PixelBounds()
        for polygon in polygons { bounds.add(polygon.bounds) }
        return bounds
    }
}
