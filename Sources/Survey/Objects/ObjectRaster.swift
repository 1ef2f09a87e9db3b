import Instances
import RasterIO
import Spool
import RasterModel
import Tiling

/// Paints instances.tif: for each pixel the number of its object, 0 for none. Overviews take every second pixel of the
/// level below, because numbers have no mean.
struct ObjectRaster {
    /// What the file takes its georeference from.
    let like: RasterSource
    let sweeps: MaskSweeps
    /// Holds what sweeps spill, and takes the file's blocks.
    let scratch: AppendOnlyFile
    let objects: ObjectPlan
    let numbers: ObjectNumbers
    private var pyramid: MaskPyramid { sweeps.frame.pyramid }

    /// Writes the file.
    ///
    /// - Parameters:
    ///   - spool: codes of the mask.
    ///   - progress: called after each block of the full resolution.
    func write(_ path: String, from spool: CodeSpool, progress: () -> Void) throws {
        var ranges = [try paint(spool, progress: progress)]
        for level in 1..<max(1, pyramid.levelCount) { ranges.append(try reduce(ranges[level - 1], to: level)) }
        let levels = zip(pyramid.sizes, ranges).map { CloudRasterFile.Level(size: $0, blocks: $1) }
        try CloudRasterFile.write(
            path, like: like, .numbers, levels: levels, blockSize: pyramid.blockSize,
            from: scratch
        ) { try sweeps.cancellation.check() }
    }

    /// Blocks of the full resolution.
    private func paint(_ spool: CodeSpool, progress: () -> Void) throws -> [ByteRange] {
        let (frame, request, numbers) = (sweeps.frame, objects.request, numbers)
        let source = SweepSource(store: sweeps.source, spool: spool, removal: nil)
        var keeper = BlockKeeper(scratch)
        let pipeline: TilePipeline<[UInt8], Never> = sweeps.pipeline()
        try pipeline.run { queue in
            var reader = try SweepReader(frame, source)
            var painter = ObjectPainter(request)
            var coder = try NumberBlockCoder(side: frame.pyramid.blockSize)
            var codes: [UInt8] = []
            while let job = queue.next() {
                guard case .tile(let block) = job else { continue }
                try reader.codes(block, into: &codes)
                let window = frame.pyramid.window(ofBlock: block)
                let size = RasterSize(width: window.width, height: window.height)
                let painted = painter.paint(
                    codes.span, window: window, numbers: try numbers.numbers(ofBlock: block, from: reader.store))
                queue.deliver(coder.encode(painted, size: size))
            }
        } consume: { _, bytes in
            try keeper.keep(bytes)
            progress()
            return []
        }
        return keeper.ranges
    }

    /// Blocks of an overview.
    ///
    /// - Parameter below: blocks of the level that it halves.
    private func reduce(_ below: [ByteRange], to level: Int) throws -> [ByteRange] {
        let (pyramid, source) = (pyramid, sweeps.source)
        var keeper = BlockKeeper(scratch)
        let pipeline: TilePipeline<[UInt8], Never> = sweeps.pipeline(blocks: pyramid.blockCount(level))
        try pipeline.run { queue in
            var reducer = try NumberReducer(pyramid, source, below: below)
            while let job = queue.next() {
                guard case .tile(let block) = job else { continue }
                queue.deliver(try reducer.reduce(level: level, block: block))
            }
        } consume: { _, bytes in
            try keeper.keep(bytes)
            return []
        }
        return keeper.ranges
    }
}

/// Keeps blocks in a scratch file, equal short ones once.
private struct BlockKeeper {
    private let scratch: AppendOnlyFile
    private var known: [[UInt8]: ByteRange] = [:]
    private(set) var ranges: [ByteRange] = []

    init(_ scratch: AppendOnlyFile) { self.scratch = scratch }

    mutating func keep(_ bytes: [UInt8]) throws {
        // Those without objects.
        let isShort = bytes.count < 256
        if isShort, let range = known[bytes] { return ranges.append(range) }
        let range = try scratch.append(bytes)
        if isShort, known.count < 64 { known[bytes] = range }
        ranges.append(range)
    }
}

/// Makes blocks of one level from those of the level below. Belongs to one worker.
private struct NumberReducer {
    private let pyramid: MaskPyramid
    private let source: SweepStore
    private let below: [ByteRange]
    private let file: any SpillStore
    private var coder: NumberBlockCoder
    private var stream: [UInt8] = []

    init(_ pyramid: MaskPyramid, _ source: SweepStore, below: [ByteRange]) throws {
        self.pyramid = pyramid
        self.source = source
        self.below = below
        file = try source.open()
        coder = try NumberBlockCoder(side: pyramid.blockSize)
    }

    mutating func reduce(level: Int, block: Int) throws -> [UInt8] {
        let side = pyramid.blockSize
        let (column, row) = (block % pyramid.blocksAcross(level), block / pyramid.blocksAcross(level))
        var numbers = [UInt32](repeating: 0, count: side * side)
        for (right, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let (x, y) = (2 * column + right, 2 * row + down)
            guard x < pyramid.blocksAcross(level - 1), y < pyramid.blocksDown(level - 1) else { continue }
            let range = below[y * pyramid.blocksAcross(level - 1) + x]
            try file.read(range, into: &stream)
            let quarter = try coder.halve(stream, count: range.count, from: source.name)
            for line in 0..<side / 2 {
                let target = (down * side / 2 + line) * side + right * side / 2
                numbers.replaceSubrange(
                    target..<target + side / 2, with: quarter[line * side / 2..<(line + 1) * side / 2])
            }
        }
        return coder.encode(numbers, size: RasterSize(width: side, height: side))
    }
}
