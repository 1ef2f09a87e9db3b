import Spool
import Instances
import RasterIO
import Tiling

/// What follows the survey for one catalog: sweeps over the mask, block by block in row-major order, for everything that
/// needs whole patches. Workers read and judge blocks; one consumer puts them together.
struct MaskSweeps {
    let frame: SweepFrame
    let catalog: CatalogPlan
    /// Holds the codes of blocks and what sweeps spill; workers open it for themselves.
    let source: SweepStore
    /// The same, for the consumer.
    let store: any SpillStore
    /// nil where objects tell no means.
    let signals: SignalSpool?
    let cancellation: Cancellation

    /// Bytes that each sorting collects before it writes.
    static let sortMemory = 8_000_000

    /// - Parameter blocks: how many there are; nil for those of the mask.
    func pipeline<Product: Sendable, Extra: Sendable>(blocks: Int? = nil) -> TilePipeline<Product, Extra> {
        TilePipeline(
            tiles: blocks ?? frame.pyramid.blockCount(0), threads: frame.threads,
            unfinishedLimit: frame.threads + SweepMemory.waitingBlocks, cancellation: cancellation)
    }

    /// Decides all steps of cleaning that look at whole patches.
    ///
    /// - Parameters:
    ///   - spool: the mask before them.
    ///   - progress: called after each block.
    /// - Returns: where the mask is, with the last step still to be carried out.
    func clean(_ spool: CodeSpool, progress: () -> Void) throws -> SweepSource {
        var source = SweepSource(store: self.source, spool: spool, removal: nil)
        for step in catalog.patchSteps {
            var removal = PatchRemoval(step.rule, raster: frame.raster, store: store)
            while removal.needsSweep {
                source = try sweep(source, step, &removal, progress: progress)
                try removal.endSweep()
            }
            source = SweepSource(
                store: self.source, spool: source.spool,
                removal: PendingRemoval(step: step, resolutions: removal.resolutions))
        }
        return source
    }

    /// What a worker found in a block, and its codes where the step before changed them.
    private struct JudgedBlock: Sendable {
        var found: PatchRemovalBlock
        var codes: [UInt8]?
    }

    /// One sweep of a step.
    ///
    /// - Returns: where the mask is, with the step before carried out.
    private func sweep(
        _ source: SweepSource, _ step: PatchStepPlan, _ removal: inout PatchRemoval, progress: () -> Void
    ) throws -> SweepSource {
        let (frame, resolutions, rewrites) = (frame, removal.resolutions, source.removal != nil)
        var spool = source.spool
        let pipeline: TilePipeline<JudgedBlock, Never> = pipeline()
        try pipeline.run { queue in
            var reader = try SweepReader(frame, source)
            var judge = step.worker(frame)
            var deflater = RunLengthDeflater()
            var codes: [UInt8] = []
            while let job = queue.next() {
                guard case .tile(let block) = job else { continue }
                try reader.codes(block, into: &codes)
                let found = judge.survey(
                    codes.span, window: frame.pyramid.window(ofBlock: block),
                    resolved: try resolutions.values(ofBlock: block, from: reader.store))
                queue.deliver(JudgedBlock(found: found, codes: rewrites ? deflater.compress(codes) : nil))
            }
        } consume: { job, product in
            guard case .tile(let block) = job else { return [] }
            try removal.add(product.found)
            if let codes = product.codes { spool.put(try store.append(codes), block: block) }
            progress()
            return []
        }
        return SweepSource(store: self.source, spool: spool, removal: nil)
    }

    /// Carries out what is decided: adds up, compresses and draws what the mask says in the end, and finds what is counted
    /// in it.
    ///
    /// - Parameters:
    ///   - collector: takes the mask and, where objects are counted, its codes.
    ///   - survey: takes components; nil where nothing is counted.
    func complete(
        _ source: SweepSource, into collector: inout MaskCollector, _ survey: inout ComponentSurvey?,
        progress: () -> Void
    ) throws {
        let (frame, catalog, signals) = (frame, catalog, signals)
        let pipeline: TilePipeline<SweptBlock, OverviewWork> = pipeline()
        try pipeline.run { queue in
            var worker = try SweptBlockWorker(frame, catalog, source, signals)
            while let job = queue.next() { queue.deliver(try worker.perform(job)) }
        } consume: { _, product in
            switch product {
            case .block(let result, let components):
                if let components { try survey?.add(components) }
                if let result { collector.merge(result) }
                let work = try (result?.blocks ?? []).flatMap { try collector.add($0) }
                progress()
                return work
            case .overview(let address, let bytes):
                try collector.keep(bytes, at: address)
                return []
            }
        }
    }

    /// Traces the objects that were found.
    func trace(
        _ spool: CodeSpool, _ resolutions: ComponentResolutions, of objects: ObjectPlan, progress: () -> Void
    ) throws -> ObjectCollector {
        let (frame, source) = (frame, SweepSource(store: self.source, spool: spool, removal: nil))
        let pipeline: TilePipeline<TracedBlock, Never> = pipeline()
        var collector = ObjectCollector(
            raster: frame.raster, mostCorners: ObjectPlan.mostCorners, store: store,
            sortMemory: Self.sortMemory)
        try pipeline.run { queue in
            var reader = try SweepReader(frame, source)
            var tracer = ObjectTracer(objects.request, raster: frame.raster, areas: frame.areas)
            var codes: [UInt8] = []
            while let job = queue.next() {
                guard case .tile(let block) = job else { continue }
                try reader.codes(block, into: &codes)
                let resolved = try resolutions.values(ofBlock: block, from: reader.store)
                queue.deliver(
                    tracer.trace(codes.span, window: frame.pyramid.window(ofBlock: block), resolved: resolved))
            }
        } consume: { _, block in
            try collector.add(block)
            progress()
            return []
        }
        return collector
    }
}

/// The work of one thread in that sweep.
private struct SweptBlockWorker {
    private let frame: SweepFrame
    private let lattice: Preview.Lattice
    private var reader: SweepReader
    /// nil where the mask has been finished before.
    private var producer: MaskBlockProducer?
    /// nil where nothing is counted.
    private var measure: ComponentMeasure?
    /// nil where objects tell no means.
    private var signals: SignalReader?
    private var codes: [UInt8] = []

    init(_ frame: SweepFrame, _ catalog: CatalogPlan, _ source: SweepSource, _ signals: SignalSpool?) throws {
        self.frame = frame
        lattice = catalog.lattice
        reader = try SweepReader(frame, source)
        if !catalog.patchSteps.isEmpty {
            producer = MaskBlockProducer(
                frame, catalog: catalog,
                purpose: MaskBlockProducer.Purpose(isFinal: true, keepsCodes: catalog.objects != nil))
        }
        measure = catalog.components.map {
            ComponentMeasure($0, raster: frame.raster, areas: frame.areas)
        }
        self.signals = try signals.map { try SignalReader($0) }
    }

    mutating func perform(_ job: TileJob<OverviewWork>) throws -> SweptBlock {
        switch job {
        case .extra(let overview): return .overview(overview.address, producer?.compress(overview) ?? [])
        case .tile(let block):
            let window = frame.pyramid.window(ofBlock: block)
            try reader.codes(block, into: &codes)
            let preview = producer == nil ? nil : lattice.codes(of: window, codes)
            let codes = codes
            let values = try signals?.planes(ofBlock: block) ?? []
            let components = measure?.measure(codes.span, window: window, signals: values)
            return .block(preview.flatMap { producer?.result(codes, core: window, preview: $0) }, components)
        }
    }
}
