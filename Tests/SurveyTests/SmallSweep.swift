import Foundation
import Instances
import RasterIO
import RasterModel
import Spool
import TestSupport
import Testing
import Tiling

@testable import Survey

/// A class mask as one row-major array: what sweeps are given, and what the oracles of their tests look at.
struct SmallMask: Hashable {
    let width: Int
    let height: Int
    var codes: [UInt8]

    init(width: Int, height: Int, codes: [UInt8]) {
        precondition(codes.count == width * height)
        (self.width, self.height, self.codes) = (width, height, codes)
    }

    /// Patches of 1 to 3 classes and of many sizes, with holes in them and some pixels that have no class.
    static func random(_ width: Int, _ height: Int, seed: Int, absent: [UInt8] = [0, 254, 255]) -> SmallMask {
        var random = SeededGenerator(seed)
        let side = Int.random(in: 2...5, using: &random)
        let across = width / side + 1
        let coarse = (0..<across * (height / side + 1)).map { _ in UInt8.random(in: 1...3, using: &random) }
        let codes = (0..<width * height).map { index -> UInt8 in
            switch Int.random(in: 0..<40, using: &random) {
            case 0: absent.randomElement(using: &random) ?? 1
            case 1...5: .random(in: 1...3, using: &random)
            default: coarse[index / width / side * across + index % width / side]
            }
        }
        return SmallMask(width: width, height: height, codes: codes)
    }

    var size: RasterSize { RasterSize(width: width, height: height) }

    /// Codes of a window, row-major.
    func codes(in window: PixelWindow) -> [UInt8] {
        window.rows.flatMap { codes[$0 * width + window.column..<$0 * width + window.columns.upperBound] }
    }
}

/// The sweeps of a catalog over a mask in memory.
struct SmallSweep {
    let sweeps: MaskSweeps
    let objects: ObjectPlan?
    let mask = SpillMemory()
    let store = SpillMemory()
    var collector: MaskCollector
    /// Times that progress was told.
    private(set) var steps = 0

    init(
        _ given: SmallMask, _ catalog: SmallCatalog, threads: Int = 1, signals: SignalSpool? = nil,
        cancellation: Cancellation = Cancellation()
    ) throws {
        let plan = try SmallSurvey(counting: given, [catalog]).plan()
        let frame = SweepFrame(raster: given.size, areas: nil, threads: threads)
        objects = plan.catalogs[0].objects
        sweeps = MaskSweeps(
            frame: frame, catalog: plan.catalogs[0], source: .memory(store), store: store, signals: signals,
            cancellation: cancellation)
        collector = MaskCollector(frame, plan.catalogs[0], number: 0, mask: mask, codes: store)
        try put(given)
    }

    /// The codes that lie in the store.
    var source: SweepSource { SweepSource(store: sweeps.source, spool: collector.spool, removal: nil) }

    /// Lays down the codes as tiles would.
    private mutating func put(_ given: SmallMask) throws {
        let pyramid = sweeps.frame.pyramid
        var deflater = RunLengthDeflater()
        for block in 0..<pyramid.blockCount(0) {
            let codes = deflater.compress(given.codes(in: pyramid.window(ofBlock: block)))
            _ = try collector.add(ClassifiedBlock(address: pyramid.address(ofBlock: block), mask: nil, codes: codes))
        }
    }

    /// Cleans and finishes.
    ///
    /// - Returns: what was found to count; nil where nothing is counted.
    mutating func run() throws -> ComponentTables? {
        var steps = 0
        let source = try sweeps.clean(collector.spool) { steps += 1 }
        var survey = sweeps.catalog.components.map {
            ComponentSurvey($0, raster: sweeps.frame.raster, store: store, sortMemory: MaskSweeps.sortMemory)
        }
        try sweeps.complete(source, into: &collector, &survey) { steps += 1 }
        self.steps = steps
        return try survey?.finish()
    }

    /// All objects, in the order of their numbers.
    func traced(_ tables: ComponentTables) throws -> [TracedObject] {
        let objects = try #require(objects)
        let collector = try sweeps.trace(collector.spool, tables.resolutions, of: objects) {}
        var reader = try collector.finish(tables.components)
        var all: [TracedObject] = []
        while let object = try reader.next() { all.append(object) }
        return all
    }

    /// The codes that lie in the store for later sweeps.
    func codes(of spool: CodeSpool, removal: PendingRemoval? = nil) throws -> SmallMask {
        let size = sweeps.frame.raster
        let source = SweepSource(store: sweeps.source, spool: spool, removal: removal)
        var reader = try SweepReader(sweeps.frame, source)
        var codes: [UInt8] = []
        return try assemble(size) { block in
            try reader.codes(block, into: &codes)
            return (codes, sweeps.frame.pyramid.window(ofBlock: block).width)
        }
    }

    /// The full resolution of the mask that was written.
    func written() throws -> SmallMask {
        let side = sweeps.frame.pyramid.blockSize
        let (level, inflater) = (collector.levels()[0], try Inflater())
        var (stream, values) = ([UInt8](), [UInt8](repeating: 0, count: side * side))
        return try assemble(level.size) { block in
            mask.read(level.blocks[block], into: &stream)
            try inflater.decompress(stream, count: level.blocks[block].count, into: &values, from: "memory")
            return (values, side)
        }
    }

    /// Puts blocks together; each comes with the length of its rows.
    private func assemble(_ size: RasterSize, _ block: (Int) throws -> ([UInt8], Int)) rethrows -> SmallMask {
        var whole = [UInt8](repeating: 77, count: size.count)
        for number in 0..<sweeps.frame.pyramid.blockCount(0) {
            let window = sweeps.frame.pyramid.window(ofBlock: number)
            let (codes, stride) = try block(number)
            for row in 0..<window.height {
                let target = (window.row + row) * size.width + window.column
                let piece = codes[row * stride..<row * stride + window.width]
                whole.replaceSubrange(target..<target + window.width, with: piece)
            }
        }
        return SmallMask(width: size.width, height: size.height, codes: whole)
    }
}
