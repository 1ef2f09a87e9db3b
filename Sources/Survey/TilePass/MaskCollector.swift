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
    /// Samples of the preview that are not in the journal yet; nil where they are not to be.
    private var newSamples: [Preview.Samples]?
    /// Points of these.
    private var waitingPoints = 0
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
    ///   - keepsSamples: true where samples of the preview go into the journal with the checkpoints.
    init(
        _ frame: SweepFrame, _ catalog: CatalogPlan, number: Int, mask: any SpillStore, codes: (any SpillStore)?,
        keepsSamples: Bool = false
    ) {
        pyramid = frame.pyramid
        self.catalog = number
        self.mask = Journal(mask)
        self.codes = codes.map { Journal($0) }
        newSamples = keepsSamples ? [] : nil
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
        // Not all of the preview is to wait in memory for a checkpoint.
        if waitingPoints > 10_000 { try keepSamples() }
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
        if newSamples != nil {
            newSamples?.append(result.preview)
            waitingPoints += result.preview.codes.count
        }
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
        let index = address.row * pyramid.blocksAcross(address.level) + address.column
        precondition(blockRanges[address.level][index] == nil, "block \(address) came twice")
        // Streams of uniform blocks are short; only those are worth looking up.
        if bytes.count < 1024 {
            if let range = known[bytes] {
                let record = JournalRecord(.repeatedBlock, address, count: range.count, origin: range.offset)
                try mask.append(record, [])
                blockRanges[address.level][index] = range
                return
            }
            let range = try mask.append(JournalRecord(.block, address, count: bytes.count), bytes)
            learn(bytes, range)
            blockRanges[address.level][index] = range
        } else {
            blockRanges[address.level][index] = try mask.append(
                JournalRecord(.block, address, count: bytes.count), bytes)
        }
    }

    private mutating func learn(_ bytes: [UInt8], _ range: ByteRange) {
        if bytes.count < 1024, known.count < 4096 { known[bytes] = range }
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
    /// Puts samples of the preview into the journal that are not there yet.
    mutating func keepSamples() throws {
        guard let samples = newSamples, !samples.isEmpty else { return }
        var writer = ByteWriter()
        writer.put(samples.count)
        for sample in samples { sample.write(to: &writer) }
        try mask.append(JournalRecord(.samples, count: writer.bytes.count), writer.bytes)
        newSamples = []
        waitingPoints = 0
    }

    /// From now on samples of the preview do not go into the journal: sweeps do again what they change.
    mutating func endSamples() { newSamples = nil }

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
        let index = address.row * pyramid.blocksAcross(address.level) + address.column
        switch record.kind {
        case .block:
            blockRanges[address.level][index] = range
            if range.count < 1024 { learn(Array(content[..<range.count]), range) }
        case .repeatedBlock:
            blockRanges[address.level][index] = ByteRange(offset: record.origin, count: record.count)
        case .codes: spool.put(range, block: index)
        case .samples:
            var reader = ByteReader(content)
            for _ in 0..<reader.number() { preview.add(Preview.Samples(from: &reader)) }
        }
    }
}

extension JournalRecord {
    fileprivate init(_ kind: Kind, _ address: BlockAddress, count: Int, origin: Int = 0) {
        self.init(
            kind, level: address.level, column: address.column, row: address.row, count: count, origin: origin)
    }
}
