import Coverage
import RasterModel
import Segmentation
import Tiling

/// What one thread does with a tile for one catalog: segment, clean, tally, compress.
struct CatalogDecider {
    private let plan: SurveyPlan
    private let index: Int
    private var catalog: CatalogPlan { plan.catalogs[index] }
    private var kernel: RuleKernel
    private var cleaner: MaskCleaner
    /// Of thresholds that need no reading of their own.
    private var observer: ThresholdObserver?
    /// nil where there are no zones.
    private var zones: ZoneCounter?
    var encoder: BlockEncoder
    private var codes: [UInt8] = []
    private var whole: [UInt8] = []
    /// Side of the parts in which a core is decided; nil where no pixel looks at others.
    private let side: Int?

    init(_ plan: SurveyPlan, catalog index: Int, thresholds: [ThresholdOutcome]?) {
        let catalog = plan.catalogs[index]
        self.plan = plan
        self.index = index
        side = catalog.partSide
        kernel = RuleKernel(program: catalog.program(thresholds))
        cleaner = catalog.cleaner
        observer = catalog.rules.thresholds.isEmpty || catalog.observesFirst ? nil : ThresholdObserver(catalog)
        zones = plan.zones.map { ZoneCounter($0.shapes, areas: plan.areas, classes: catalog.classCodes.codes) }
        encoder = BlockEncoder(pyramid: plan.pyramid, classCodes: catalog.classCodes)
    }

    /// Decides every pixel of a core that has been read.
    mutating func survey(_ core: PixelWindow, _ source: borrowing TileSource) -> TileResult {
        let pixels = source.view(of: index)
        let unreadable = source.unreadable(for: index)
        if side == nil {
            decide(core, pixels, unreadable)
        } else {
            decideInParts(core, pixels, unreadable)
        }
        var result = result(core, source.previewSamples(of: index, core: core, codes: codes))
        result.unreadable = unreadable
        result.histograms = observer?.count(pixels, core: core) ?? []
        return result
    }

    /// Decides a core and leaves its codes in `codes`.
    private mutating func decide(_ core: PixelWindow, _ pixels: PixelView, _ unreadable: [PixelWindow]) {
        // What is cleaned has to be decided a little farther.
        let window = core.grown(by: cleaner.margin, within: pixels.window)
        kernel.classify(pixels, core: window, codes: &codes)
        for lost in unreadable { mark(lost.intersection(window), in: window) }
        plan.within?.markOutside(of: window, in: &codes, with: MaskCode.outside)
        if !catalog.clean.isEmpty { cleaner.clean(&codes, window: window, core: core) }
    }

    /// The same in parts, so that what neighbourhoods keep stays small and near the processor.
    private mutating func decideInParts(_ core: PixelWindow, _ pixels: PixelView, _ unreadable: [PixelWindow]) {
        var all: [UInt8] = []
        swap(&all, &whole)
        if all.count < core.count { all = [UInt8](repeating: 0, count: core.count) }
        for part in core.parts(side: side ?? core.width) {
            decide(part, pixels, unreadable)
            for row in 0..<part.height {
                let target = (part.row + row - core.row) * core.width + part.column - core.column
                all.replaceSubrange(
                    target..<target + part.width, with: codes[row * part.width..<(row + 1) * part.width])
            }
        }
        whole = codes
        codes = all
    }

    /// Says of a core of which nothing is asked for that it is outside.
    mutating func leaveOut(_ core: PixelWindow) -> TileResult {
        codes = [UInt8](repeating: MaskCode.outside, count: core.count)
        return result(core, catalog.lattice.samples(of: core, buffer: nil, codes: codes))
    }

    /// What was not read was not observed.
    private mutating func mark(_ lost: PixelWindow, in window: PixelWindow) {
        for row in lost.rows {
            let start = (row - window.row) * window.width + lost.column - window.column
            for place in start..<start + lost.width { codes[place] = MaskCode.unobserved }
        }
    }

    /// Adds up and compresses what has been decided.
    private mutating func result(_ core: PixelWindow, _ preview: Preview.Samples) -> TileResult {
        var tally = AreaTally()
        tally.add(
            codes.span.extracting(0..<core.count), stride: core.width, window: core, areas: plan.areas,
            classes: catalog.classCodes.codes)
        var result = TileResult(
            core: core, tally: tally, blocks: [], parts: [], unreadable: [], preview: preview, histograms: [])
        let decided = codes
        result.zones = zones?.count(decided.span, stride: core.width, window: core) ?? ZoneTally.Part()
        cutIntoBlocks(core, &result)
        return result
    }

    private mutating func cutIntoBlocks(_ core: PixelWindow, _ result: inout TileResult) {
        let side = plan.pyramid.blockSize
        for row in core.row / side...(core.rows.upperBound - 1) / side {
            for column in core.column / side...(core.columns.upperBound - 1) / side {
                let address = BlockAddress(level: 0, column: column, row: row)
                let block = plan.pyramid.window(level: 0, column: column, row: row)
                let part = block.intersection(core)
                let piece = cut(part, from: core)
                if part == block {
                    result.blocks.append(encoder.encode(address, codes: piece))
                } else {
                    result.parts.append(BlockPart(address: address, window: part, codes: piece))
                }
            }
        }
    }

    private func cut(_ part: PixelWindow, from core: PixelWindow) -> [UInt8] {
        if part == core { return Array(codes[0..<core.count]) }
        var piece: [UInt8] = []
        piece.reserveCapacity(part.count)
        for row in part.rows {
            let start = (row - core.row) * core.width + part.column - core.column
            piece.append(contentsOf: codes[start..<start + part.width])
        }
        return piece
    }
}
