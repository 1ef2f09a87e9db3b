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
    private let mask: Journal
    /// Takes codes for later sweeps; nil where there are none.
    private let codes: Journal?
    private(set) var tally = AreaTally()
    private(set) var preview: Preview
    /// True where samples of the preview go into the journal.
    private let keepsSamples: Bool
    /// Those that are not there yet.
    private var newSamples = ByteWriter()
    /// Of the signals that workers have written: `SignalWriter.sum`.
    private(set) var signalSum: UInt64 = 0
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
    ///   - keepsSamples: true where samples of the preview that come with tiles go into the journal.
    init(
        _ frame: SweepFrame, _ catalog: CatalogPlan, number: Int, mask: any SpillStore, codes: (any SpillStore)?,
        keepsSamples: Bool = false
    ) {
        pyramid = frame.pyramid
        self.catalog = number
        self.mask = Journal(mask)
        self.codes = codes.map { Journal($0) }
        self.keepsSamples = keepsSamples
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
        try take(result.preview)
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
        signalSum &+= result.signalSum
        zones?.merge(result.zones)
        for (index, histogram) in result.histograms.enumerated() { histograms[index].merge(histogram) }
        for (index, range) in result.ranges.enumerated() { ranges[index].merge(range) }
        for (index, count) in result.candidates.enumerated() { candidates[index] += count }
        firstUnreadable = firstUnreadable ?? result.unreadable.first
    }

    /// Takes a whole block and says what work follows from it.
    mutating func add(_ block: ClassifiedBlock) throws -> [OverviewWork] {
        if let bytes = block.codes, let codes {
            let record = JournalRecord(.codes, block.address, count: bytes.count)
            spool.put(try codes.append(record, bytes), block: pyramid.number(of: block.address))
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
        let index = pyramid.number(of: address)
        precondition(blockRanges[address.level][index] == nil, "block \(address) came twice")
        if Self.isShort(bytes.count), let range = known[bytes] {
            let record = JournalRecord(.repeatedBlock, address, count: range.count, origin: range.offset)
            try mask.append(record, [])
            blockRanges[address.level][index] = range
            return
        }
        let range = try mask.append(JournalRecord(.block, address, count: bytes.count), bytes)
        blockRanges[address.level][index] = range
        if Self.isShort(bytes.count) { learn(bytes, range) }
    }

    /// Streams of uniform blocks are short; only those are worth looking up.
    private static func isShort(_ count: Int) -> Bool { count < 1024 }

    private mutating func learn(_ bytes: [UInt8], _ range: ByteRange) {
        if known.count < 4096 { known[bytes] = range }
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

// MARK: Journal

extension MaskCollector {
    /// Bytes of samples that wait for more of them, about.
    private static let sampleRecord = 1 << 16

    /// Takes samples for the journal, a few rows at a time: a tile may have all of the preview.
    private mutating func take(_ samples: Preview.Samples) throws {
        guard keepsSamples else { return }
        for rows in samples.parts(points: Self.sampleRecord / 8) {
            rows.write(to: &newSamples)
            if newSamples.bytes.count >= Self.sampleRecord { try keepSamples() }
        }
    }

    /// Puts samples of the preview into the journal that are not there yet.
    mutating func keepSamples() throws {
        guard !newSamples.bytes.isEmpty else { return }
        try mask.append(JournalRecord(.samples, count: newSamples.bytes.count), newSamples.bytes)
        newSamples.removeAll()
    }

    /// Appends all that is not in the journals: sums, and what waits for further tiles.
    func write(to writer: inout ByteWriter) {
        tally.write(to: &writer)
        for histogram in histograms { histogram.write(to: &writer) }
        zones?.write(to: &writer)
        for range in ranges { range.write(to: &writer) }
        for count in candidates { writer.put(count) }
        writer.put(Int(bitPattern: UInt(signalSum)))
        writer.put(byte: firstUnreadable == nil ? 0 : 1)
        if let lost = firstUnreadable {
            for number in [lost.column, lost.row, lost.width, lost.height] { writer.put(number) }
        }
        blocks.write(to: &writer)
        overviews.write(to: &writer)
    }

    /// Takes what `write` appended, in place of its own.
    mutating func restore(from reader: inout ByteReader) {
        tally = AreaTally(from: &reader)
        for index in histograms.indices { histograms[index].restore(from: &reader) }
        zones?.restore(from: &reader)
        for index in ranges.indices { ranges[index] = BandRange(from: &reader) }
        for index in candidates.indices { candidates[index] = reader.number() }
        signalSum = UInt64(UInt(bitPattern: reader.number()))
        if reader.byte() == 1 {
            firstUnreadable = PixelWindow(
                column: reader.number(), row: reader.number(), width: reader.number(), height: reader.number())
        }
        blocks.restore(from: &reader)
        overviews.restore(from: &reader)
    }

    /// Takes a record of the journals that a run has left.
    ///
    /// - Parameters:
    ///   - range: where its content is.
    ///   - content: as many bytes as it says, perhaps more.
    mutating func replay(_ record: JournalRecord, _ range: ByteRange, _ content: [UInt8]) {
        let address = BlockAddress(level: record.level, column: record.column, row: record.row)
        let index = pyramid.number(of: address)
        switch record.kind {
        case .block:
            blockRanges[address.level][index] = range
            if Self.isShort(range.count) { learn(Array(content[..<range.count]), range) }
        case .repeatedBlock:
            blockRanges[address.level][index] = ByteRange(offset: record.origin, count: record.count)
        case .codes: spool.put(range, block: index)
        case .samples:
            var reader = ByteReader(content)
            while reader.position < range.count { preview.add(Preview.Samples(from: &reader)) }
        }
    }
}

extension JournalRecord {
    fileprivate init(_ kind: Kind, _ address: BlockAddress, count: Int, origin: Int = 0) {
        self.init(
            kind, level: address.level, column: address.column, row: address.row, count: count, origin: origin)
    }
}
