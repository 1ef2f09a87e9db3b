import RasterModel
import Segmentation

/// Counts what a catalog's method wants to know of the whole raster, core by core. Belongs to one thread.
struct ThresholdObserver {
    private let observer: any SegmenterObserver
    /// Side of the parts in which a core is counted; nil where no pixel looks at others.
    private let side: Int?

    /// - Parameter side: of the parts in which a core is classified; nil where it is classified whole.
    init(_ segmenter: any Segmenter, partSide side: Int?) {
        observer = segmenter.observer()
        self.side = observer.looksAround ? side : nil
    }

    /// The histograms of one core.
    func count(_ pixels: PixelView, core: PixelWindow) -> [ValueHistogram] {
        for part in core.parts(side: side ?? max(core.width, core.height)) { observer.count(pixels, core: part) }
        return observer.take()
    }
}
