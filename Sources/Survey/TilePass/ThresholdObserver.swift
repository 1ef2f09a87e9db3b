import RasterIO
import RasterModel
import Segmentation
import Tiling

/// Counts the values that a catalog's thresholds are chosen from. Belongs to one thread.
struct ThresholdObserver {
    private let empty: [ValueHistogram]
    /// Side of the parts in which a core is counted; nil where no pixel looks at others.
    private let side: Int?
    private var kernel: RuleKernel

    init(_ catalog: CatalogPlan) {
        empty = catalog.rules.thresholds.map(\.histogram)
        let program = catalog.observation
        side = program.stages.isEmpty ? nil : catalog.partSide
        kernel = RuleKernel(program: program, histograms: empty)
    }

    /// The histograms of one core.
    mutating func count(_ pixels: PixelView, core: PixelWindow) -> [ValueHistogram] {
        for part in core.parts(side: side ?? max(core.width, core.height)) { kernel.observe(pixels, core: part) }
        return kernel.takeHistograms(leaving: empty)
    }
}
