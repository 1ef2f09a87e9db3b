import Instances
import RasterIO
import RasterModel

/// What counting adds to a survey: traces what was found, writes objects.gpkg, and adds up.
struct InstancePass {
    /// What came of it.
    struct Outcome {
        var totals: ObjectTotals
        /// The patches of every class, by mask code.
        var patches: PatchCensus = [:]
        /// Seconds that the sweeps and the writing took.
        var seconds = 0.0
        /// Bytes by which the peak of resident memory grew; nil where the system does not tell.
        var addedBytes: Int?
    }

    /// Objects that are taken together to find their longitudes: at most so many, and so many corners.
    private static let batchObjects = 512
    private static let batchCorners = 65_536

    let plan: SurveyPlan
    let objects: ObjectPlan
    let store: SpillFile

    /// Writes the objects in the order of their numbers and adds them up.
    func write(_ reader: ObjectReader, to path: String, hasAreas: Bool, check: () throws -> Void) throws -> ObjectTotals
    {
        var (reader, tally) = (reader, ObjectTally(plan, hasAreas: hasAreas, store: store))
        let table = ObjectTable(plan, objects)
        let finder = try PlaceFinder(plan.source.grid)
        try ObjectFile.write(path, grid: plan.source.grid, columns: table.columns) { file in
            while true {
                let batch = try Self.next(&reader)
                if batch.isEmpty { break }
                try check()
                let places = finder.degrees(of: batch.map(ObjectTable.point))
                for (object, place) in zip(batch, places) {
                    try tally.add(object)
                    try file.add(table.item(object, place), number: object.id)
                }
            }
        }
        return try tally.finish()
    }

    private static func next(_ reader: inout ObjectReader) throws -> [TracedObject] {
        var batch: [TracedObject] = []
        var corners = 0
        while batch.count < batchObjects, corners < batchCorners, let object = try reader.next() {
            corners += object.polygons.reduce(0) { sum, polygon in
                polygon.holes.reduce(sum + polygon.exterior.corners.count) { $0 + $1.corners.count }
            }
            batch.append(object)
        }
        return batch
    }
}
