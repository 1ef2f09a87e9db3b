import Coverage
import Instances
import RasterIO
import RasterModel
import Spool
import Tiling

/// The sweeps of one catalog over a piece of the raster as if it were a raster of its own, in memory.
///
/// They run on the calling thread alone: trials are what the forecast's threads work on.
struct SweepTrial {
    /// What was found.
    struct Findings: Sendable {
        var pixels = 0
        /// Of one thread that does all the work.
        var seconds = 0.0
        /// Bytes of the mask with its overviews, as it is in the end.
        var maskBytes = 0
        /// Bytes of codes in the scratch file: those that the survey leaves, and those of sweeps that write them again.
        var codeBytes = 0
        /// Bytes of everything else in it.
        var spilledBytes = 0
        /// Those at the edge of the piece count half: they go on beyond it.
        var objects = 0.0
        /// Of their outlines.
        var corners = 0

        mutating func merge(_ other: Findings) {
            pixels += other.pixels
            seconds += other.seconds
            maskBytes += other.maskBytes
            codeBytes += other.codeBytes
            spilledBytes += other.spilledBytes
            objects += other.objects
            corners += other.corners
        }
    }

    private let catalog: CatalogPlan
    private let sweeps: MaskSweeps
    private let mask = SpillMemory()
    private let store = SpillMemory()
    private var collector: MaskCollector
    private var findings = Findings()

    /// Tries the sweeps on a piece.
    static func findings(_ plan: SurveyPlan, _ catalog: CatalogPlan, on piece: SweepPiece) throws -> Findings {
        let codes = try piece.codes()
        let size = RasterSize(width: piece.window.width, height: piece.window.height)
        // As large as in the middle of the raster: sizes are compared with them, and no result shows them.
        let areas =
            plan.areas == nil
            ? nil : try catalog.pixelSize.map { try PixelAreas(pixelWidth: $0.width, pixelHeight: $0.height) }
        var trial = SweepTrial(catalog.withoutPreview, SweepFrame(raster: size, areas: areas, threads: 0))
        try trial.keep(codes)
        let clock = ContinuousClock()
        let start = clock.now
        try trial.run()
        trial.findings.seconds = Double((clock.now - start) / .microseconds(1)) / 1e6
        return trial.findings
    }

    private init(_ catalog: CatalogPlan, _ frame: SweepFrame) {
        self.catalog = catalog
        sweeps = MaskSweeps(
            frame: frame, catalog: catalog, source: .memory(store), store: store, signals: nil,
            cancellation: Cancellation())
        collector = MaskCollector(frame, catalog, number: 0, mask: mask, codes: store)
        findings.pixels = frame.raster.count
    }

    /// Lays down the codes as the survey would.
    private mutating func keep(_ codes: [UInt8]) throws {
        let (pyramid, raster) = (sweeps.frame.pyramid, sweeps.frame.raster)
        let whole = PixelWindow(column: 0, row: 0, width: raster.width, height: raster.height)
        var deflater = RunLengthDeflater()
        for block in 0..<pyramid.blockCount(0) {
            let part = pyramid.window(ofBlock: block).extract(from: codes, in: whole)
            let block = ClassifiedBlock(
                address: pyramid.address(ofBlock: block), mask: nil, codes: deflater.compress(part))
            _ = try collector.add(block)
        }
    }

    private mutating func run() throws {
        let surveyed = collector.spool
        let source = try sweeps.clean(surveyed) {}
        var survey = catalog.components.map {
            ComponentSurvey($0, raster: sweeps.frame.raster, store: store, sortMemory: MaskSweeps.sortMemory)
        }
        try sweeps.complete(source, into: &collector, &survey) {}
        if let objects = catalog.objects, let survey { try count(objects, try survey.finish()) }
        findings.maskBytes = mask.count
        // Steps of cleaning go on from what was surveyed, and the collector takes what they leave in the end.
        findings.codeBytes = source.spool.bytes + collector.spool.bytes - surveyed.bytes
        findings.spilledBytes = store.count - findings.codeBytes
    }

    private mutating func count(_ objects: ObjectPlan, _ tables: ComponentTables) throws {
        let traced = try sweeps.trace(collector.spool, tables.resolutions, of: objects) {}
        var reader = try traced.finish(tables.components)
        while let object = try reader.next() {
            findings.objects += object.component.region.touchesEdge ? 0.5 : 1
            // A ring ends with its first corner again.
            for polygon in object.polygons {
                findings.corners += polygon.holes.reduce(polygon.exterior.corners.count + 1) {
                    $0 + $1.corners.count + 1
                }
            }
        }
    }
}
