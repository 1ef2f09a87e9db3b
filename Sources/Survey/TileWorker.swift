import Coverage
import RasterIO
import RasterModel
import Segmentation
import Tiling

/// Does the work of one thread: it owns its reader, its kernel and its buffers.
struct TileWorker: ~Copyable {
    private let plan: SurveyPlan
    private var reader: RasterReader
    private var kernel: RuleKernel
    private var encoder: BlockEncoder
    private var buffer = PixelBuffer()
    private var codes: [UInt8] = []

    init(_ plan: SurveyPlan) throws {
        self.plan = plan
        reader = try RasterReader(
            plan.stack, selection: plan.reading, decoder: plan.decoder,
            chunkCacheBytes: plan.memory.chunkCacheBytes, keepsGoing: plan.request.keepsGoing)
        kernel = RuleKernel(program: plan.program)
        encoder = BlockEncoder(pyramid: plan.pyramid, classCodes: plan.classCodes)
    }

    mutating func perform(_ job: TileJob<BlockWork>) throws -> TileProduct {
        switch job {
        case .tile(let tile): .tile(try survey(tile))
        case .extra(.encode(let address, let codes)): .block(encoder.encode(address, codes: codes))
        case .extra(.compress(let address, let values)):
            .overview(address, encoder.compress(address, values: values))
        }
    }

    /// Read, segment, tally and compress one tile.
    private mutating func survey(_ tile: Int) throws -> TileResult {
        let core = plan.grid.core(tile)
        try reader.read(plan.grid.window(tile), into: &buffer)
        plan.view.validity.apply(to: &buffer)
        let pixels = PixelView(
            buffer, planes: plan.view.planes, scalings: plan.view.scalings, validity: buffer.validity)
        kernel.classify(pixels, core: core, codes: &codes)
        let unreadable = buffer.unreadable(in: plan.view.layers)
        for lost in unreadable { mark(lost.intersection(core), in: core) }
        var tally = AreaTally()
        tally.add(
            codes.span.extracting(0..<core.count), stride: core.width, window: core, areas: plan.areas,
            classes: plan.classCodes.codes)
        var result = TileResult(
            core: core, tally: tally, blocks: [], parts: [], unreadable: unreadable,
            preview: plan.lattice.samples(of: core, buffer: buffer, codes: codes))
        cutIntoBlocks(core, &result)
        return result
    }

    /// What could not be read was not observed.
    private mutating func mark(_ lost: PixelWindow, in core: PixelWindow) {
        for row in lost.rows {
            let start = (row - core.row) * core.width + lost.column - core.column
            for place in start..<start + lost.width { codes[place] = MaskCode.unobserved }
        }
    }

    private mutating func cutIntoBlocks(_ core: PixelWindow, _ result: inout TileResult) {
        let side = plan.pyramid.blockSize
        for row in core.row / side...(core.rows.upperBound - 1) / side {
            for column in core.column / side...(core.columns.upperBound - 1) / side {
                let address = BlockAddress(level: 0, column: column, row: row)
                let block = plan.pyramid.window(level: 0, column: column, row: row)
                let part = block.intersection(core)
                let piece = cut(part, from: core)
                if part == block {
                    result.blocks.append(encoder.encode(address, codes: piece))
                } else {
                    result.parts.append(BlockPart(address: address, window: part, codes: piece))
                }
            }
        }
    }

    private func cut(_ part: PixelWindow, from core: PixelWindow) -> [UInt8] {
        if part == core { return Array(codes[0..<core.count]) }
        var piece: [UInt8] = []
        piece.reserveCapacity(part.count)
        for row in part.rows {
            let start = (row - core.row) * core.width + part.column - core.column
            piece.append(contentsOf: codes[start..<start + part.width])
        }
        return piece
    }
}
