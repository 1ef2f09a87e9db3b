import Coverage
import RasterIO
import RasterModel
import Segmentation
import Tiling

/// Does the work of one thread: it owns its reader, and for each catalog its kernels and buffers.
struct TileWorker: ~Copyable {
    private let plan: SurveyPlan
    private var source: TileSource
    private var deciders: [CatalogDecider]

    /// - Parameter thresholds: of each catalog that chooses some, chosen.
    init(_ plan: SurveyPlan, thresholds: [[ThresholdOutcome]?]) throws {
        self.plan = plan
        source = try TileSource(plan)
        deciders = plan.catalogs.indices.map { CatalogDecider(plan, catalog: $0, thresholds: thresholds[$0]) }
    }

    mutating func perform(_ job: TileJob<BlockWork>) throws -> TileProduct {
        switch job {
        case .tile(let tile): .tile(try survey(tile))
        case .extra(.encode(let address, let codes, let catalog)):
            .block(deciders[catalog].finisher.finish(address, codes: codes), catalog: catalog)
        case .extra(.compress(let address, let values, let catalog)):
            .overview(address, deciders[catalog].finisher.compress(address, values: values), catalog: catalog)
        }
    }

    /// Bytes of the mask of a tile with its overviews, for each catalog.
    mutating func compressedBytes(of results: [TileResult]) -> [Int] {
        var bytes: [Int] = []
        for (index, result) in results.enumerated() {
            bytes.append(deciders[index].finisher.compressedBytes(of: result))
        }
        return bytes
    }

    /// Reads a tile once and does with it what each catalog says.
    private mutating func survey(_ tile: Int) throws -> [TileResult] {
        let core = plan.grid.core(tile)
        let isAskedFor = try source.read(tile)
        var results: [TileResult] = []
        for index in deciders.indices {
            results.append(isAskedFor ? deciders[index].survey(core, source) : deciders[index].leaveOut(core))
        }
        return results
    }
}
