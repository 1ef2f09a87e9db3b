import Catalog
import RasterIO
import RasterModel
import Results
import Tiling

/// What the sweeps over one catalog's mask will take, from trials on pieces of the sample.
struct SweepForecast: Sendable {
    /// Seconds that trials on all catalogs may take together, about.
    private static let patience = 1.5
    /// Pieces at most.
    private static let most = 64
    // Of writing objects.gpkg, measured on 80,000 to 800,000 objects: seconds of a processor and bytes for an object in both
    // layers with their indices, and for a corner of its outline.
    private static let objectSeconds = 8e-6
    private static let cornerSeconds = 0.07e-6
    private static let objectBytes = 370.0
    private static let cornerBytes = 16.0
    /// A number in both layers.
    private static let signalBytes = 18.0
    private static let emptyFileBytes = 110_000.0
    // What counting holds: in any case, and at most where sorting and the database have filled their shares.
    private static let countingBytes = 8_000_000
    private static let mostCountingBytes = 80_000_000
    private static let databaseBytes = 20_000_000

    let catalog: CatalogPlan
    private let findings: SweepTrial.Findings
    private let threads: Int
    /// Seconds that pass while a thread works for one: more than 1 where others use the processors too.
    private let waiting: Double
    /// Pixels of the raster over those of the trials.
    private let scale: Double

    /// Tries the sweeps on some of the pieces, on as many threads as the survey would use.
    init(_ plan: SurveyPlan, _ catalog: CatalogPlan, _ pieces: [SweepPiece]) throws {
        self.catalog = catalog
        let swept = plan.catalogs.count(where: \.isSwept)
        threads = min(plan.memory.sweepThreads, plan.pyramid.blockCount(0))
        // One piece tells how many fit into the time.
        var findings = try SweepTrial.findings(plan, catalog, on: pieces[pieces.count / 2])
        let room = Int(Self.patience / Double(swept) / max(findings.seconds, 1e-4)) * threads
        let chosen = SurveyForecast.spread(pieces.count, most: max(threads, min(Self.most, room)))
        findings = SweepTrial.Findings()
        let usedBefore = ProcessUsage.processorSeconds
        let pipeline = TilePipeline<SweepTrial.Findings, Never>(
            tiles: chosen.count, threads: threads, unfinishedLimit: 2 * threads, cancellation: Cancellation())
        try pipeline.run { queue in
            while let job = queue.next() {
                guard case .tile(let number) = job else { continue }
                queue.deliver(try SweepTrial.findings(plan, catalog, on: pieces[chosen[number]]))
            }
        } consume: { _, found in
            findings.merge(found)
            return []
        }
        self.findings = findings
        waiting = max(1, findings.seconds / max(1e-3, ProcessUsage.processorSeconds - usedBefore))
        scale = Double(plan.source.grid.size.count) / Double(max(1, findings.pixels))
    }

    /// Names of the steps of cleaning that sweep, in order.
    var steps: [String] { catalog.patchSteps.map(\.name) }

    /// Number of objects; nil where nothing is counted.
    var objects: Int? { catalog.objects == nil ? nil : Int((findings.objects * scale).rounded()) }

    private var corners: Double { Double(findings.corners) * scale }

    /// Bytes of objects.gpkg; 0 where nothing is counted.
    var objectFileBytes: Int {
        guard let objects else { return 0 }
        let object = Self.objectBytes + Self.signalBytes * Double(catalog.signals.count)
        return Int(Self.emptyFileBytes + object * Double(objects) + Self.cornerBytes * corners)
    }

    /// Bytes of the mask and its overviews; nil where the sweeps do not change it.
    var maskBytes: Int? { catalog.patchSteps.isEmpty ? nil : Int(Double(findings.maskBytes) * scale) }

    /// Bytes of the scratch file at its end.
    var scratchBytes: Int { Int(Double(findings.codeBytes + findings.spilledBytes) * scale) }

    /// Seconds that the sweeps and the writing of objects take.
    var seconds: Double {
        let writing = Double(objects ?? 0) * Self.objectSeconds + corners * Self.cornerSeconds
        return findings.seconds * scale / Double(threads) + writing * waiting
    }

    /// Bytes by which counting raises the peak of memory.
    var addedBytes: Int {
        guard catalog.components != nil else { return 0 }
        let filling = Int(Double(findings.spilledBytes) * scale) + min(objectFileBytes, Self.databaseBytes)
        return min(Self.mostCountingBytes, Self.countingBytes + filling)
    }

    /// For people.
    var line: String {
        let counted = catalog.components == nil ? [] : [objects.map { "objects (about \($0))" } ?? "patches"]
        let parts = steps + counted
        return "sweeps    \(catalog.definition.name): \(parts.joined(separator: ", "))"
    }

    /// For programs.
    var json: JSONValue {
        .members([
            "catalog": .string(catalog.definition.name), "steps": .array(steps.map { .string($0) }),
            "objects": objects.map { .integer($0) } ?? .null, "scratch_bytes": .integer(scratchBytes),
            "seconds": .number(seconds),
        ])
    }
}
