package import RasterModel

/// A method that classifies each pixel by what covers the ground there: rules, a taught classifier, a network.
///
/// It never changes, so all threads share it; what is written to while classifying belongs to workers, of which every thread makes
/// its own. What stands around a method does not know it: which pixels hold an observation, what is outside, cleaning,
/// tallies and files are the same for all.
///
/// A method may look at the whole raster before it classifies (automatic thresholds, the median of what is looked at): it
/// names histograms, the raster is read once for them, and `applying` gives the method as it then stands.
package protocol Segmenter: AnyObject, Sendable {
    /// How far around a pixel the raster matters for its class.
    var margin: PixelMargin { get }
    /// How far around a pixel is looked at when it is counted.
    var observationMargin: PixelMargin { get }
    /// Bytes that a worker and an observer keep for each pixel of a window, beside samples, validity and codes.
    var pixelBytes: Int { get }
    /// Bytes that all workers share: weights, trees, tables.
    var sharedBytes: Int { get }
    /// What is counted over the whole raster, still empty.
    var histograms: [ValueHistogram] { get }
    /// True where these have to be complete before the first pixel can be classified: the raster is read once more, first.
    /// Else they are counted while pixels are classified.
    var observesFirst: Bool { get }
    /// What was chosen from complete histograms, for the record; in the order of `histograms`.
    func thresholds(from histograms: [ValueHistogram]) -> [ChosenThreshold]
    /// The method with what was chosen for this raster in place of what stands there where nothing is known.
    func applying(_ thresholds: [ChosenThreshold]) -> any Segmenter
    /// The method with thresholds that are given, in the order of `histograms`: nothing is chosen, and so nothing has to be
    /// observed first; what is counted only tells how they lie in this raster.
    func freezing(_ values: [Float]) -> any Segmenter
    /// Classifies pixels for one thread.
    func worker() -> any SegmenterWorker
    /// Counts pixels for one thread.
    func observer() -> any SegmenterObserver
}
