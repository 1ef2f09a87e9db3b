import Coverage
import RasterModel
import Segmentation
import Tiling

/// What a worker hands to the consumer.
enum TileProduct: Sendable {
    /// A tile, with a result for each catalog.
    case tile([TileResult])
    case block(DecidedBlock, catalog: Int)
    /// An overview block, compressed.
    case overview(BlockAddress, [UInt8], catalog: Int)
}

/// Everything about one tile for one catalog, except the pixels.
struct TileResult: Sendable {
    var core: PixelWindow
    var tally: AreaTally
    /// Mask blocks that lie wholly in the tile.
    var blocks: [DecidedBlock]
    /// Parts of blocks that other tiles share.
    var parts: [BlockPart]
    /// Parts of blocks of the file that could not be read, where the survey keeps going.
    var unreadable: [PixelWindow]
    var preview: Preview.Samples
    /// Of thresholds that need no reading of their own; empty for other catalogs.
    var histograms: [ValueHistogram]
    /// Of the catalog's bands, in their order; empty where nothing was read.
    var ranges: [BandRange] = []
    /// Pixels of each class that a shape decides about, before it does: as in `CatalogPlan.shapedCodes`.
    var candidates: [Int] = []
    /// What the zones that meet the tile have of it; empty where there are none.
    var zones = ZoneTally.Part()
}

/// A mask block whose pixels are all decided.
struct DecidedBlock: Sendable {
    var address: BlockAddress
    /// nil where a later sweep changes the mask.
    var mask: EncodedBlock?
    /// All codes compressed, the special ones too; nil where no later sweep wants them.
    var codes: [UInt8]?
}

/// A compressed mask block and what the overviews need of it.
struct EncodedBlock: Sendable {
    var address: BlockAddress
    var bytes: [UInt8]
    /// Reduced levels; empty where the block holds no class.
    var levels: [[UInt8]]
    /// Pixels per class.
    var counts: [UInt8: Int]
}

/// Codes of a part of a mask block.
struct BlockPart: Sendable {
    var address: BlockAddress
    var window: PixelWindow
    var codes: [UInt8]
}

/// Work that comes up while products are consumed.
enum BlockWork: Sendable {
    /// A mask block whose parts are all there.
    case encode(BlockAddress, codes: [UInt8], catalog: Int)
    /// An overview block; nil where all of it is 0.
    case compress(BlockAddress, values: [UInt8]?, catalog: Int)
}
