import Coverage
import RasterModel
import Tiling

/// Adds up and compresses codes of one catalog, a tile or a block at a time. Belongs to one worker.
struct MaskBlockProducer {
    /// What is to come of the codes.
    struct Purpose: Sendable {
        /// True where they are what the mask will say: then they are added up and become blocks of the mask.
        var isFinal: Bool
        /// True where a later sweep wants to read them.
        var keepsCodes: Bool
    }

    private let frame: SweepFrame
    private let classes: [UInt8]
    private let purpose: Purpose
    /// nil where there are no zones.
    private var zones: ZoneCounter?
    private var encoder: BlockEncoder

    init(_ frame: SweepFrame, catalog: CatalogPlan, purpose: Purpose) {
        self.frame = frame
        self.purpose = purpose
        classes = catalog.classCodes.codes
        zones = frame.zones.map { ZoneCounter($0.shapes, areas: frame.areas, classes: catalog.classCodes.codes) }
        encoder = BlockEncoder(pyramid: frame.pyramid, classCodes: catalog.classCodes)
    }

    /// What follows from the codes of a core.
    ///
    /// - Parameter codes: row-major, at least those of the core.
    mutating func result(_ codes: [UInt8], core: PixelWindow, preview: Preview.Samples) -> TileResult {
        var result = TileResult(
            core: core, tally: AreaTally(), blocks: [], parts: [], unreadable: [], preview: preview, histograms: [])
        if purpose.isFinal {
            result.tally.add(
                codes.span.extracting(0..<core.count), stride: core.width, window: core, areas: frame.areas,
                classes: classes)
            result.zones = zones?.count(codes.span, stride: core.width, window: core) ?? ZoneTally.Part()
        }
        cutIntoBlocks(codes, core, &result)
        return result
    }

    /// Compresses a whole block of codes.
    mutating func block(_ address: BlockAddress, codes: [UInt8]) -> ClassifiedBlock {
        ClassifiedBlock(
            address: address, mask: purpose.isFinal ? encoder.encode(address, codes: codes) : nil,
            codes: purpose.keepsCodes ? encoder.compress(codes: codes) : nil)
    }

    /// Compresses an overview block.
    mutating func compress(_ overview: OverviewWork) -> [UInt8] {
        encoder.compress(overview.address, values: overview.values)
    }

    /// What a tile's part of the mask takes with its overviews.
    mutating func compressedBytes(of result: TileResult) -> Int {
        var bytes = encoder.compressedBytes(of: result.parts.map(\.codes)) * 4 / 3
        for block in result.blocks {
            if let mask = block.mask {
                bytes += mask.bytes.count + encoder.compressedBytes(of: mask.levels)
            } else {
                bytes += (block.codes?.count ?? 0) * 4 / 3
            }
        }
        return bytes
    }

    private mutating func cutIntoBlocks(_ codes: [UInt8], _ core: PixelWindow, _ result: inout TileResult) {
        let side = frame.pyramid.blockSize
        for row in core.row / side...(core.rows.upperBound - 1) / side {
            for column in core.column / side...(core.columns.upperBound - 1) / side {
                let address = BlockAddress(level: 0, column: column, row: row)
                let block = frame.pyramid.window(level: 0, column: column, row: row)
                let part = block.intersection(core)
                // A tile that is a block needs no copy.
                let isAll = part == core && codes.count == core.count
                let piece = isAll ? codes : part.extract(from: codes, in: core)
                if part == block {
                    result.blocks.append(self.block(address, codes: piece))
                } else {
                    result.parts.append(BlockPart(address: address, window: part, codes: piece))
                }
            }
        }
    }
}
