package import RasterModel

/// Counts over a raster, for one thread, what a method wants to know of it.
package protocol SegmenterObserver: AnyObject {
    /// True where pixels around a pixel are looked at: then planes are kept for each pixel of a core.
    var looksAround: Bool { get }
    /// Counts every valid pixel of `core`.
    func count(_ pixels: PixelView, core: PixelWindow)
    /// What has been counted since the last time, as `Segmenter.histograms` names it.
    func take() -> [ValueHistogram]
}
