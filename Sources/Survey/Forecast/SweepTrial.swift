import Spool
import Coverage
import Instances
import RasterIO
import RasterModel
import Tiling

/// The sweeps of one catalog, carried out in memory on a piece of the raster as if it were a raster of its own.
struct SweepTrial {
    /// What was found.
    struct Findings: Sendable {
        var pixels = 0
        /// Of one thread.
        var seconds = 0.0
        /// Bytes of the mask with its overviews, as it is in the end.
        var maskBytes = 0
        /// Bytes of codes that the scratch file would hold.
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
    private let pyramid: MaskPyramid
    private var raster: RasterSize { pyramid.sizes[0] }
    /// nil where the raster has none.
    private let areas: PixelAreas?
    private let store = SpillMemory()
    private let inflater: Inflater
    private var deflater = RunLengthDeflater()
    private var finisher: MaskFinisher
    private var spool: [[UInt8]] = []
    private var codes: [UInt8] = []
    /// The step of cleaning that is decided and not yet carried out.
    private var decided: (remover: PatchRemovalWorker, resolutions: PatchResolutions)?
    private var findings = Findings()

    /// Tries the sweeps on a piece.
    static func findings(_ plan: SurveyPlan, _ catalog: CatalogPlan, on piece: SweepPiece) throws -> Findings {
        let codes = try piece.codes()
        var trial = try SweepTrial(plan, catalog, RasterSize(width: piece.window.width, height: piece.window.height))
        trial.spool(codes)
        let clock = ContinuousClock()
        let start = clock.now
        try trial.run()
        trial.findings.seconds = Double((clock.now - start) / .microseconds(1)) / 1e6
        return trial.findings
    }

    private init(_ plan: SurveyPlan, _ catalog: CatalogPlan, _ size: RasterSize) throws {
        self.catalog = catalog
        pyramid = MaskPyramid(raster: size, blockSize: MemoryPlan.blockSize)
        // As large as in the middle of the raster: sizes are compared with them, and no result shows them.
        areas =
            plan.areas == nil
            ? nil : try catalog.pixelSize.map { try PixelAreas(pixelWidth: $0.width, pixelHeight: $0.height) }
        inflater = try Inflater()
        finisher = MaskFinisher(
            plan, catalog: catalog,
            purpose: MaskFinisher.Purpose(isFinal: true, keepsCodes: catalog.objects != nil))
        findings.pixels = size.count
    }

    private var blocks: Range<Int> { 0..<pyramid.blockCount(0) }

    private mutating func spool(_ whole: [UInt8]) {
        for block in blocks {
            let window = pyramid.window(ofBlock: block)
            let codes = window.rows.flatMap { row in
                whole[row * raster.width + window.column..<row * raster.width + window.columns.upperBound]
            }
            spool.append(deflater.compress(codes))
        }
        findings.codeBytes = spool.reduce(0) { $0 + $1.count }
    }

    private mutating func run() throws {
        for step in catalog.patchSteps { try clean(step) }
        var survey = catalog.components.map {
            ComponentSurvey($0, raster: raster, store: store, sortMemory: MaskSweeps.sortMemory)
        }
        try finish(&survey)
        if let objects = catalog.objects, let survey { try count(objects, try survey.finish()) }
        findings.spilledBytes = store.count
    }

    /// Leaves the codes of a block in `codes`.
    private mutating func read(_ block: Int) throws {
        let window = pyramid.window(ofBlock: block)
        if codes.count != window.count { codes = Array(repeating: 0, count: window.count) }
        try inflater.decompress(spool[block], count: spool[block].count, into: &codes, from: "memory")
        if let resolutions = decided?.resolutions {
            let resolved = try resolutions.values(ofBlock: block, from: store)
            decided?.remover.apply(to: &codes, window: window, resolved: resolved)
        }
    }

    private mutating func rewrite(_ block: Int) {
        spool[block] = deflater.compress(codes)
        findings.codeBytes += spool[block].count
    }

    private mutating func clean(_ step: PatchStepPlan) throws {
        var removal = PatchRemoval(step.rule, raster: raster, store: store)
        var judge = worker(step)
        while removal.needsSweep {
            for block in blocks {
                try read(block)
                let resolved = try removal.resolved(forBlock: block)
                try removal.add(
                    judge.survey(codes.span, window: pyramid.window(ofBlock: block), resolved: resolved))
                if decided != nil { rewrite(block) }
            }
            decided = nil
            try removal.endSweep()
        }
        decided = (worker(step), removal.resolutions)
    }

    private func worker(_ step: PatchStepPlan) -> PatchRemovalWorker {
        PatchRemovalWorker(step.rule, neighbours: PatchStepPlan.neighbours, raster: raster, areas: areas)
    }

    private mutating func finish(_ survey: inout ComponentSurvey?) throws {
        var measure = catalog.components.map { ComponentMeasure($0, raster: raster, areas: areas) }
        for block in blocks {
            let window = pyramid.window(ofBlock: block)
            try read(block)
            if let found = measure?.measure(codes.span, window: window) { try survey?.add(found) }
            guard decided != nil else { continue }
            // It takes as long at the raster's origin as anywhere.
            let origin = PixelWindow(column: 0, row: 0, width: window.width, height: window.height)
            let result = finisher.result(codes, core: origin, preview: catalog.lattice.codes(of: origin, codes))
            findings.maskBytes += finisher.compressedBytes(of: result)
            if catalog.objects != nil { rewrite(block) }
        }
        decided = nil
    }

    private mutating func count(_ objects: ObjectPlan, _ tables: ComponentTables) throws {
        var tracer = ObjectTracer(objects.request, raster: raster, areas: areas)
        var collector = ObjectCollector(
            raster: raster, mostCorners: ObjectPlan.mostCorners, store: store, sortMemory: MaskSweeps.sortMemory)
        for block in blocks {
            try read(block)
            let resolved = try tables.resolved(forBlock: block)
            try collector.add(
                tracer.trace(codes.span, window: pyramid.window(ofBlock: block), resolved: resolved))
        }
        var reader = try collector.finish(tables.components)
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
