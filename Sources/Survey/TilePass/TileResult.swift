import Coverage
import RasterModel
import Segmentation

/// Everything about one tile for one catalog, except the pixels.
struct TileResult: Sendable {
    var core: PixelWindow
    var tally: AreaTally
    /// Mask blocks that lie wholly in the tile.
    var blocks: [ClassifiedBlock]
    /// Parts of blocks that other tiles share.
    var parts: [BlockPart]
    /// Parts of blocks of the file that could not be read, where the survey keeps going.
    var unreadable: [PixelWindow]
    var preview: Preview.Samples
    /// Of thresholds that need no reading of their own; empty for other catalogs.
    var histograms: [ValueHistogram]
    /// Of the catalog's bands, in their order; empty where nothing was read.
    var ranges: [BandRange] = []
    /// Of the signals that were written: `SignalWriter.sum`.
    var signalSum: UInt64 = 0
    /// Pixels of each class that a shape decides about, before it does: as in `CatalogPlan.shapedCodes`.
    var candidates: [Int] = []
    /// What the zones that meet the tile have of it; empty where there are none.
    var zones = ZoneTally.Part()
}
