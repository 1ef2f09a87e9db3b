import Tiling

/// Does the work of one thread: it owns its reader, and for each catalog its kernels and buffers.
struct TileWorker: ~Copyable {
    private let plan: SurveyPlan
    private var source: TileSource
    private var classifiers: [TileClassifier]

    /// - Parameter methods: of each catalog.
    init(_ plan: SurveyPlan, _ methods: [CatalogSurvey.Method]) throws {
        // Before anything that is not copied is there: what is thrown then would have to take it down again.
        let classifiers = try plan.catalogs.indices.map {
            try TileClassifier(plan, catalog: $0, methods[$0])
        }
        source = try TileSource(plan)
        self.plan = plan
        self.classifiers = classifiers
    }

    mutating func perform(_ job: TileJob<BlockWork>) throws -> TileProduct {
        switch job {
        case .tile(let tile): .tile(try survey(tile))
        case .extra(.encode(let address, let codes, let catalog)):
            .block(classifiers[catalog].producer.block(address, codes: codes), catalog: catalog)
        case .extra(.compress(let overview, let catalog)):
            .overview(overview.address, classifiers[catalog].producer.compress(overview), catalog: catalog)
        }
    }

    /// Bytes of the mask of a tile with its overviews, for each catalog.
    mutating func compressedBytes(of results: [TileResult]) -> [Int] {
        var bytes: [Int] = []
        for (index, result) in results.enumerated() {
            bytes.append(classifiers[index].producer.compressedBytes(of: result))
        }
        return bytes
    }

    /// Reads a tile once and does with it what each catalog says.
    private mutating func survey(_ tile: Int) throws -> [TileResult] {
        let core = plan.grid.core(tile)
        let isAskedFor = try source.read(tile)
        var results: [TileResult] = []
        for index in classifiers.indices {
            results.append(isAskedFor ? try classifiers[index].survey(core, source) : classifiers[index].leaveOut(core))
        }
        return results
    }
}
