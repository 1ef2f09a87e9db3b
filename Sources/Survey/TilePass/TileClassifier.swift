import RasterModel
import Segmentation

/// What one thread does with a tile for one catalog: segment, clean, tally, compress.
struct TileClassifier {
    private let plan: SurveyPlan
    private let index: Int
    private var catalog: CatalogPlan { plan.catalogs[index] }
    private let segmenter: any SegmenterWorker
    private var cleaner: MaskCleaner
    /// Of thresholds that need no reading of their own.
    private var observer: ThresholdObserver?
    var producer: MaskBlockProducer
    /// Takes signals; nil where nothing is to come of them.
    private var signals: SignalWriter?
    private var codes: [UInt8] = []
    private var whole: [UInt8] = []
    /// Side of the parts in which a core is classified; nil where it is classified whole.
    private let side: Int?

    init(_ plan: SurveyPlan, catalog index: Int, _ method: CatalogSurvey.Method) throws {
        let segmenter = method.segmenter
        let catalog = plan.catalogs[index]
        self.plan = plan
        self.index = index
        side = plan.partSide(of: catalog)
        self.segmenter = segmenter.worker()
        cleaner = catalog.cleaner
        signals = try method.signals.map { try SignalWriter($0) }
        observer =
            segmenter.histograms.isEmpty || segmenter.observesFirst
            ? nil : ThresholdObserver(segmenter, partSide: side)
        producer = MaskBlockProducer(
            SweepFrame(plan), catalog: catalog,
            purpose: MaskBlockProducer.Purpose(isFinal: catalog.patchSteps.isEmpty, keepsCodes: catalog.isSwept))
    }

    /// Decides every pixel of a core that has been read.
    mutating func survey(_ core: PixelWindow, _ source: borrowing TileSource) throws -> TileResult {
        let pixels = source.view(of: index)
        let unreadable = source.unreadable(for: index)
        if side == nil {
            try classify(core, pixels, unreadable)
        } else {
            try classifyInParts(core, pixels, unreadable)
        }
        var result = producer.result(
            codes, core: core, preview: source.previewSamples(of: index, core: core, codes: codes))
        result.unreadable = unreadable
        result.ranges = source.ranges(of: index, core: core, codes: codes)
        let classified = codes
        result.candidates = catalog.shapedCodes.map { code in classified[..<core.count].count { $0 == code } }
        result.signalSum = signals?.takeSum() ?? 0
        result.histograms = observer?.count(pixels, core: core) ?? []
        return result
    }

    /// Decides a core and leaves its codes in `codes`.
    private mutating func classify(_ core: PixelWindow, _ pixels: PixelView, _ unreadable: [PixelWindow]) throws {
        // What is cleaned has to be classified a little farther.
        let window = core.grown(by: cleaner.margin, within: pixels.window)
        segmenter.classify(pixels, core: window, codes: &codes)
        for lost in unreadable { mark(lost.intersection(window), in: window) }
        plan.within?.markOutside(of: window, in: &codes, with: MaskCode.outside)
        if catalog.cleans { cleaner.clean(&codes, window: window, core: core) }
        try spoolSignals(of: core, in: window)
    }

    /// Hands on what objects may tell of a core that has been classified.
    private mutating func spoolSignals(of core: PixelWindow, in window: PixelWindow) throws {
        guard signals != nil, mayHoldObjects(core) else { return }
        for number in catalog.signals.indices {
            try signals?.put(segmenter.signal(number), of: window, core: core, signal: number)
        }
    }

    /// False where no pixel of a core belongs to an object, and none can come to.
    private func mayHoldObjects(_ core: PixelWindow) -> Bool {
        guard let objects = catalog.objects else { return false }
        return !catalog.patchSteps.isEmpty || objects.codes.contains { codes[..<core.count].contains($0) }
    }

    /// The same in parts, so that what neighbourhoods keep stays small and near the processor.
    private mutating func classifyInParts(
        _ core: PixelWindow, _ pixels: PixelView, _ unreadable: [PixelWindow]
    ) throws {
        var all: [UInt8] = []
        swap(&all, &whole)
        if all.count < core.count { all = [UInt8](repeating: 0, count: core.count) }
        for part in core.parts(side: side ?? core.width) {
            try classify(part, pixels, unreadable)
            part.copy(from: codes, in: part, into: &all, in: core)
        }
        whole = codes
        codes = all
    }

    /// Says of a core of which nothing is asked for that it is outside.
    mutating func leaveOut(_ core: PixelWindow) -> TileResult {
        codes = [UInt8](repeating: MaskCode.outside, count: core.count)
        return producer.result(
            codes, core: core, preview: catalog.lattice.samples(of: core, buffer: nil, codes: codes))
    }

    /// What was not read was not observed.
    private mutating func mark(_ lost: PixelWindow, in window: PixelWindow) {
        lost.fill(&codes, in: window, with: MaskCode.unobserved)
    }
}
