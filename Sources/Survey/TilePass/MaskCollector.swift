import Coverage
import RasterIO
import Spool
import RasterModel
import Segmentation
import Tiling

/// The consumer of one catalog's tile products: adds up, puts blocks and overviews together, and spools what is
/// compressed. Runs on one thread.
struct MaskCollector {
    private let pyramid: MaskPyramid
    /// The catalog's number.
    private let catalog: Int
    /// Takes blocks of the mask.
    private let mask: any SpillStore
    /// Takes codes for later sweeps; nil where there are none.
    private let codes: (any SpillStore)?
    private(set) var tally = AreaTally()
    private(set) var preview: Preview
    /// The first part of the raster that could not be read, in tile order.
    private(set) var firstUnreadable: PixelWindow?
    /// Of thresholds that need no reading of their own.
    private(set) var histograms: [ValueHistogram]
    /// nil where there are no zones.
    private(set) var zones: ZoneTally?
    /// What the catalog's bands range over, at the points of the preview.
    private(set) var ranges: [BandRange]
    /// Pixels of each class that a shape decides about, before it does: as in `CatalogPlan.shapedCodes`.
    private(set) var candidates: [Int]
    private var blocks: BlockAssembler
    private var overviews: OverviewAssembler
    /// Codes for later sweeps.
    private(set) var spool: CodeSpool
    private var blockRanges: [[ByteRange?]]
    /// Blocks that hold nothing are alike: they are kept once.
    private var known: [[UInt8]: ByteRange] = [:]

    /// - Parameters:
    ///   - number: of the catalog in the survey.
    ///   - mask: takes blocks of the mask.
    ///   - codes: takes codes for later sweeps; nil where there are none.
    init(
        _ frame: SweepFrame, _ catalog: CatalogPlan, number: Int, mask: any SpillStore, codes: (any SpillStore)?
    ) {
        pyramid = frame.pyramid
        self.catalog = number
        self.mask = mask
        self.codes = codes
        preview = Preview(lattice: catalog.lattice, isPicture: catalog.showsPicture)
        histograms = catalog.segmenter.histograms
        ranges = catalog.view.planes.map { _ in BandRange() }
        candidates = catalog.shapedCodes.map { _ in 0 }
        zones = frame.zones?.tally(classes: catalog.classCodes.codes)
        blocks = BlockAssembler(pyramid: frame.pyramid)
        overviews = OverviewAssembler(pyramid: frame.pyramid)
        spool = CodeSpool(frame.pyramid)
        blockRanges = frame.pyramid.sizes.indices.map { Array(repeating: nil, count: frame.pyramid.blockCount($0)) }
    }

    /// Takes a tile and says what work follows from it.
    mutating func add(_ result: TileResult) throws -> [BlockWork] {
        merge(result)
        var work: [BlockWork] = []
        for block in result.blocks { work += try add(block).map { .compress($0, catalog: catalog) } }
        for part in result.parts {
            if let codes = blocks.add(part.codes, part: part.window, to: part.address) {
                work.append(.encode(part.address, codes: codes, catalog: catalog))
            }
        }
        return work
    }

    /// Takes what a tile or a block adds to sums and picture.
    mutating func merge(_ result: TileResult) {
        tally.merge(result.tally)
        preview.add(result.preview)
        zones?.merge(result.zones)
        for (index, histogram) in result.histograms.enumerated() { histograms[index].merge(histogram) }
        for (index, range) in result.ranges.enumerated() { ranges[index].merge(range) }
        for (index, count) in result.candidates.enumerated() { candidates[index] += count }
        firstUnreadable = firstUnreadable ?? result.unreadable.first
    }

    /// Takes a whole block and says what work follows from it.
    mutating func add(_ block: ClassifiedBlock) throws -> [OverviewWork] {
        if let bytes = block.codes, let codes {
            spool.put(try codes.append(bytes), block: pyramid.number(of: block.address))
        }
        return try block.mask.map { try add($0) } ?? []
    }

    /// Takes a mask block and says what work follows from it.
    private mutating func add(_ block: EncodedBlock) throws -> [OverviewWork] {
        try keep(block.bytes, at: block.address)
        let complete = overviews.add(
            block.levels, counts: block.counts, column: block.address.column, row: block.address.row)
        return complete.map { OverviewWork(address: $0.address, values: $0.values) }
    }

    /// Takes a compressed block of any level.
    mutating func keep(_ bytes: [UInt8], at address: BlockAddress) throws {
        let index = address.row * pyramid.blocksAcross(address.level) + address.column
        precondition(blockRanges[address.level][index] == nil, "block \(address) came twice")
        // Streams of uniform blocks are short; only those are worth looking up.
        if bytes.count < 1024 {
            if let range = known[bytes] {
                blockRanges[address.level][index] = range
                return
            }
            let range = try mask.append(bytes)
            if known.count < 4096 { known[bytes] = range }
            blockRanges[address.level][index] = range
        } else {
            blockRanges[address.level][index] = try mask.append(bytes)
        }
    }

    /// The levels of the mask, once every product has come.
    func levels() -> [CloudRasterFile.Level] {
        pyramid.sizes.indices.map { level in
            let blocks = blockRanges[level].compactMap(\.self)
            precondition(blocks.count == pyramid.blockCount(level), "level \(level) lacks blocks")
            return CloudRasterFile.Level(size: pyramid.sizes[level], blocks: blocks)
        }
    }
}
