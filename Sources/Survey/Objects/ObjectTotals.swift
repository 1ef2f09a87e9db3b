/// What objects add up to: over the raster, in each zone, and in any zone.
struct ObjectTotals: Sendable {
    /// The objects of one group.
    struct Group: Sendable, Hashable {
        var count = 0
        /// Sum of their sizes: `FixedArea` units, or pixels.
        var total: UInt128 = 0
        /// As `shares` says; empty where there are no objects.
        var quantiles: [Double] = []
    }

    /// Which quantiles of sizes are told.
    static let shares: [(name: String, share: Double)] = [
        ("min", 0), ("p5", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95), ("max", 1),
    ]

    /// The raster, each zone in order, and all zones together where there are several.
    var groups: [Group]
    /// True where sizes are areas, false where they are numbers of pixels.
    let hasAreas: Bool
    /// Objects in no zone, and in more than one.
    var outside = 0
    var inSeveral = 0
    var touchingEdge = 0
    var withoutOutline = 0
    /// Objects whose outlines another format could not hold.
    var withoutExportedOutline = 0
}
