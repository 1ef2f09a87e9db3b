import Coverage
import RasterIO
import RasterModel

/// The zones of a survey (`--zones`), placed on the raster and measured.
struct SurveyZones: Sendable {
    let collection: ZoneCollection
    /// One for each zone, and after them their union where zones overlap: it is tallied by itself only then.
    let shapes: ZoneShapes
    /// One for each zone, and after them their union where there are several.
    let measures: [ZoneMeasure]
    /// Where the union is; nil where there is only one zone.
    let union: Int?

    /// The zones in the order of the file.
    var zones: [Zone] { collection.zones }

    /// Reads a file of zones.
    ///
    /// - Throws: where the file cannot be read, or holds no zone that can be placed on the raster.
    init(path: String, layer: String?, idField: String?, ground: GroundFacts) throws {
        let grid = ground.source.grid
        collection = try VectorFile.zones(path, layer: layer, idField: idField, on: grid)
        if let refusal = collection.refusal { throw SurveyError("--zones: \(refusal)") }
        var polygons = collection.zones.map(\.polygons)
        union = polygons.count > 1 ? polygons.count : nil
        if union != nil, ZoneOverlap.isPossible(among: polygons) {
            polygons.append(try ZoneUnion.dissolve(polygons))
        }
        shapes = ZoneShapes(polygons, size: grid.size)
        corners = polygons.joined().reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.points.count } }
        var measures = try Self.measures(of: polygons, ground: ground)
        if union == measures.count { measures.append(ZoneMeasure.sum(measures)) }
        // What has no place has no size either; the union is that of the others.
        for (index, zone) in collection.zones.enumerated() where zone.problem != nil {
            (measures[index].area, measures[index].areaOutside) = (nil, nil)
        }
        self.measures = measures
    }

    private static func measures(of polygons: [[PolygonShape]], ground: GroundFacts) throws -> [ZoneMeasure] {
        let grid = ground.source.grid
        if ground.areas == nil { return try measures(polygons, ZoneMeasurer(size: grid.size)) }
        guard let crs = grid.crs else {
            let area = ground.pixelSize.map { $0.width * $0.height } ?? 0
            return try measures(polygons, ZoneMeasurer(size: grid.size, pixelArea: area))
        }
        guard crs.needsInverseProjection else { return try measures(polygons, ZoneMeasurer(grid: grid)) }
        let inverse = try InverseProjection(crs)
        return try measures(polygons, ZoneMeasurer(grid: grid) { inverse.longitudesAndLatitudes(of: $0) })
    }

    private static func measures(
        _ polygons: [[PolygonShape]], _ measurer: consuming ZoneMeasurer
    ) throws -> [ZoneMeasure] {
        try polygons.map { try measurer.measure($0) }
    }

    /// Corners of all polygons, the union's included where it is tallied by itself.
    let corners: Int

    /// An empty tally for a catalog with these codes.
    func tally(classes: [UInt8]) -> ZoneTally { ZoneTally(zones: measures.count, classes: classes) }

    /// A finished tally with the union in it.
    func complete(_ tally: ZoneTally) -> ZoneTally {
        guard let union, union == shapes.zones.count else { return tally }
        var tally = tally
        tally.replace(zone: union, withSumOf: 0..<union)
        return tally
    }

    /// What the person should know: repairs, assumptions, zones that were left out, columns that zones.gpkg cannot hold.
    ///
    /// - Parameter columns: those that are added for each catalog.
    func notes(_ columns: [[FeatureColumn]]) -> [String] {
        let tables = columns.flatMap { ZoneFile.notes(on: collection, adding: $0) }
        return (collection.notes + tables).map { "--zones: \($0)" }
    }
}
