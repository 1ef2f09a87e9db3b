/// Memory of a run, in bytes.
public struct RunMemory: Sendable, Hashable {
    /// What was allowed.
    public let limit: Int
    /// What the plan came to.
    public let planned: Int
    /// Peak resident size of the process; nil where the system does not tell.
    public let peak: Int?
    /// Tiles that were held at once, at most.
    public let unfinishedTiles: Int
    /// GDAL's block cache.
    public let gdalCache: Int

    package init(limit: Int, planned: Int, peak: Int?, unfinishedTiles: Int, gdalCache: Int) {
        self.limit = limit
        self.planned = planned
        self.peak = peak
        self.unfinishedTiles = unfinishedTiles
        self.gdalCache = gdalCache
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        limit = try fields.integer("limit_bytes")
        planned = try fields.integer("planned_bytes")
        peak = try fields.optionalInteger("peak_bytes")
        unfinishedTiles = try fields.integer("unfinished_tiles")
        gdalCache = try fields.integer("gdal_cache_bytes")
    }

    var json: JSONValue {
        .members([
            "limit_bytes": .integer(limit), "planned_bytes": .integer(planned), "peak_bytes": .optional(peak),
            "unfinished_tiles": .integer(unfinishedTiles), "gdal_cache_bytes": .integer(gdalCache),
        ])
    }
}
