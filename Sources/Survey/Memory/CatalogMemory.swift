import Catalog
import RasterModel
import Segmentation

/// What one catalog needs of memory while tiles are classified and mask sweeps run.
struct CatalogMemory {
    var classCount: Int
    /// Pixels around a tile that matter for its classes.
    var halo = 0
    /// Side of the parts in which tiles are classified, at most; nil where they are classified whole.
    var largestPartSide: Int?
    /// Bytes for each pixel of such a part, with its halo, beside samples and codes.
    var partPixelBytes = 0
    /// Bytes of a worker beside that.
    var fixedBytes = 0
    /// Bytes that all workers share.
    var sharedBytes = 0
    /// Bytes of its histograms.
    var histogramBytes = 0
    /// What follows the survey.
    var sweeps = SweepMemory()

    init(classCount: Int) { self.classCount = classCount }

    init(_ plan: CatalogPlan) {
        classCount = plan.definition.classes.count
        halo = plan.margin.largest
        largestPartSide = plan.largestPartSide
        sweeps = SweepMemory(plan)
        partPixelBytes = plan.segmenter.pixelBytes + (plan.cleans ? MaskCleaner.pixelBytes : 0)
        fixedBytes = plan.signals.isEmpty ? 0 : SignalSpool.planeBytes
        sharedBytes = plan.segmenter.sharedBytes
        histogramBytes = plan.segmenter.histograms.reduce(0) { $0 + ValueHistogram.bytes(bins: $1.bins) }
    }

    /// Bytes of a worker that classifies parts of at most a side.
    func workBytes(partSide limit: Int, raster: RasterSize) -> Int {
        let side = min(limit, largestPartSide ?? 0) + 2 * halo
        return min(side, raster.width) * min(side, raster.height) * partPixelBytes + fixedBytes
    }
}
