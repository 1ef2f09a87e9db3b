import Catalog
import Coverage
import Foundation
import Instances
import RasterIO
import Results
import Tiling

/// Everything that follows the survey for one catalog before its results are written: cleaning with whole patches, and
/// counting. Does nothing for a catalog that asks for neither.
struct SweepPhase {
    private let plan: SurveyPlan
    private let catalog: CatalogPlan
    private let folder: RunFolder
    /// nil where there is nothing to do.
    private let scratch: AppendOnlyFile?
    private let cancellation: Cancellation
    private(set) var timings = StepTimings()
    /// nil where nothing is counted.
    private(set) var instances: InstancePass.Outcome?
    /// Outputs that could not be written.
    private(set) var failures = OutputFailures()
    /// Of the scratch file; nil where there is none.
    private(set) var spilledBytes: Int?

    init(
        _ plan: SurveyPlan, catalog index: Int, _ folder: RunFolder, _ scratch: AppendOnlyFile?,
        _ cancellation: Cancellation
    ) {
        self.plan = plan
        catalog = plan.catalogs[index]
        self.folder = folder
        self.scratch = scratch
        self.cancellation = cancellation
    }

    /// What the person should know before trusting the numbers.
    var warnings: [String] {
        guard let totals = instances?.totals else { return [] }
        var lines: [String] = []
        if totals.withoutOutline > 0 {
            lines.append(
                "\(totals.withoutOutline) objects have outlines of more than \(ObjectPlan.mostCorners) corners: "
                    + "objects.gpkg has no polygons of them; clean the mask (majority, sieve) or say in 'objects' what is "
                    + "smaller")
        }
        if totals.withoutExportedOutline > 0 {
            lines.append(
                "objects.geojson has no outlines of \(totals.withoutExportedOutline) objects, which lie where the projection "
                    + "has no longitudes; objects.gpkg has them")
        }
        return lines
    }

    /// Runs all sweeps.
    ///
    /// - Parameter progress: gets 0...1 of them.
    mutating func run(_ collector: inout MaskCollector, progress: (Double) -> Void) throws {
        guard let scratch else { return }
        let path = folder.file(RunFile.Scratch.codes.name)
        let journalBytes = scratch.count
        let signals = SignalSpool(plan, catalog, in: folder)
        let sweeps = MaskSweeps(
            frame: SweepFrame(plan), catalog: catalog, source: .file(path: path), store: scratch, signals: signals,
            cancellation: cancellation)
        let total = Double(blocks)
        var done = 0.0
        func count() {
            done += 1
            progress(min(1, done / total))
        }
        let peak = ProcessUsage.peakResidentBytes
        var source = SweepSource(store: sweeps.source, spool: collector.spool, removal: nil)
        if !catalog.patchSteps.isEmpty {
            source = try timings.measure("clean") { try sweeps.clean(collector.spool, progress: count) }
        }
        var survey = catalog.components.map {
            ComponentSurvey(
                $0, raster: sweeps.frame.raster, store: sweeps.store, sortMemory: MaskSweeps.sortMemory)
        }
        try timings.measure(survey == nil ? "finish" : "find") {
            try sweeps.complete(source, into: &collector, &survey, progress: count)
        }
        if let survey {
            let weight = Double(plan.pyramid.blockCount(0))
            try self.count(survey, sweeps, scratch, collector, progress: count) {
                progress(min(1, (done + $0 * weight) / total))
            }
            instances?.addedBytes = peak.flatMap { before in
                ProcessUsage.peakResidentBytes.map { $0 - before }
            }
        }
        spilledBytes = scratch.count
        // What sweeps have spilled; the journal before it is needed until the run is complete.
        try scratch.truncate(to: journalBytes)
    }

    /// Adds up what was found; traces and writes objects, where the catalog names them.
    private mutating func count(
        _ survey: consuming ComponentSurvey, _ sweeps: MaskSweeps, _ scratch: AppendOnlyFile,
        _ collector: MaskCollector,
        progress: () -> Void, written: (Double) -> Void
    ) throws {
        let tables = try survey.finish()
        var outcome =
            try catalog.objects.map {
                try write($0, tables, sweeps, scratch, collector, progress: progress, written: written)
            } ?? InstancePass.Outcome()
        outcome.patches = tables.patches
        outcome.seconds = timings.steps.filter { $0.name != "clean" }.reduce(0) { $0 + $1.seconds }
        failures.append(outcome.failures)
        instances = outcome
    }

    /// Traces, writes and adds up objects.
    private mutating func write(
        _ objects: ObjectPlan, _ tables: ComponentTables, _ sweeps: MaskSweeps, _ scratch: AppendOnlyFile,
        _ collector: MaskCollector,
        progress: () -> Void, written: (Double) -> Void
    ) throws -> InstancePass.Outcome {
        if plan.request.paintsObjects {
            try timings.measure("instances") {
                let raster = ObjectRaster(
                    like: plan.source, sweeps: sweeps, scratch: scratch, objects: objects,
                    numbers: try ObjectNumbers(tables, store: sweeps.store))
                try failures.attempt(RunFile.instances.name, in: folder) {
                    try raster.write(folder.file(RunFile.instances.name), from: collector.spool, progress: progress)
                }
            }
        }
        let traced = try timings.measure("trace") {
            try sweeps.trace(collector.spool, tables.resolutions, of: objects, progress: progress)
        }
        // Objects are of classes: what has no area elsewhere is nothing to them.
        let hasAreas =
            plan.areas != nil
            && catalog.definition.classes.allSatisfy {
                collector.tally.areaUnknown(catalog.classCodes.code(of: $0.value)) == 0
            }
        let pass = InstancePass(plan: plan, objects: objects, store: sweeps.store, folder: folder)
        return try timings.measure("objects") {
            let reader = try traced.finish(tables.components)
            return try pass.write(reader, count: tables.count, hasAreas: hasAreas) {
                try cancellation.check()
                written($0)
            }
        }
    }

    /// Blocks that pass in all sweeps: a step of cleaning takes two or three, and writing objects about as long as one.
    private var blocks: Int {
        let counting = catalog.objects == nil ? 0 : plan.request.paintsObjects ? 3 : 2
        return plan.pyramid.blockCount(0) * (3 * catalog.patchSteps.count + 1 + counting)
    }
}
