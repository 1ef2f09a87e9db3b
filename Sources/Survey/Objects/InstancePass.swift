import Spool
import Instances
import RasterIO

/// What counting adds to a survey: traces what was found, writes objects.gpkg, and adds up.
struct InstancePass {
    /// What came of it.
    struct Outcome {
        /// nil where the catalog names no objects.
        var totals: ObjectTotals?
        /// Files that could not be written.
        var failures = OutputFailures()
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
    let store: any SpillStore
    let folder: RunFolder

    /// Writes the objects in the order of their numbers and adds them up.
    ///
    /// - Parameters:
    ///   - count: how many there are.
    ///   - progress: gets 0...1 of them; what it throws ends the writing.
    func write(
        _ reader: ObjectReader, count: Int, hasAreas: Bool, progress: (Double) throws -> Void
    ) throws -> Outcome {
        var (reader, tally) = (reader, ObjectTally(plan, hasAreas: hasAreas, store: store))
        let table = ObjectTable(plan, objects)
        let grid = plan.source.grid
        let locator = try GeographicLocator(grid)
        var outputs = try ObjectOutputs(
            plan.request.objectFormats, in: folder, grid: grid, columns: table.columns, count: count)
        while true {
            let batch = try Self.next(&reader)
            guard let first = batch.first else { break }
            try progress(Double(first.id - 1) / Double(count))
            let positions = locator.degrees(of: batch.map(ObjectTable.point))
            for (object, position) in zip(batch, positions) {
                try tally.add(object)
                outputs.add(table.item(object, position), number: object.id)
            }
        }
        outputs.finish()
        var totals = try tally.finish()
        totals.withoutExportedOutline = outputs.withoutOutline
        return Outcome(totals: totals, failures: outputs.failures)
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
