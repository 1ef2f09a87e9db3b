import RasterModel
import TestSupport
import Testing

@testable import RasterIO
@testable import Survey

/// Random surveys to plan for: any size, layout, type and wish.
struct RandomNeed {
    private var random: SeededGenerator

    init(seed: Int) { random = SeededGenerator(seed) }

    private mutating func catalogs() -> [CatalogMemory] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            var need = CatalogMemory(classCount: .random(in: 1...20, using: &random))
            need.halo = Bool.random(using: &random) ? 0 : .random(in: 1...100, using: &random)
            need.largestPartSide = need.halo == 0 ? nil : 512
            need.partPixelBytes = .random(in: 0...60, using: &random)
            need.fixedBytes = .random(in: 0...2_000_000, using: &random)
            return need
        }
    }

    mutating func make(limit: Int) throws -> MemoryNeed {
        let size = RasterSize(
            width: .random(in: 1...60_000, using: &random), height: .random(in: 1...60_000, using: &random))
        let isTiled = Bool.random(using: &random)
        let side = [16, 64, 256, 512, 1024, 4096][Int.random(in: 0..<6, using: &random)]
        let layout = RasterSource.Layout(
            blockWidth: isTiled ? side : size.width,
            blockHeight: isTiled ? side : min(size.height, [1, 8, 512][Int.random(in: 0..<3, using: &random)]),
            isTiled: isTiled, isPlainTIFF: true, isPixelInterleaved: Bool.random(using: &random),
            decodedBytes: 1_000_000)
        let type = [SampleType.uint8, .uint16, .float32, .float64][Int.random(in: 0..<4, using: &random)]
        let bands = (1...Int.random(in: 1...8, using: &random)).map {
            RasterSource.Band(
                number: $0, type: type, typeName: "", colour: "Undefined", nodata: 0, scaling: nil,
                mask: $0 == 3 ? .band : .none)
        }
        let source = RasterSource(
            path: "a.tif", driver: "GTiff", grid: RasterGrid(size: size, transform: nil, crs: nil), bands: bands,
            layout: layout, fileSize: nil)
        let stack = RasterStack(source)
        let wanted = Array(
            bands.map { BandAddress(file: 0, number: $0.number) }.shuffled(using: &random).prefix(
                .random(in: 1...4, using: &random)))
        return MemoryNeed(
            stack: stack, selection: try ReadSelection([BandSelection(wanted, of: stack, named: [])], of: stack),
            decoder: Bool.random(using: &random) ? .libtiff : .gdal, catalogs: catalogs(),
            threads: .random(in: 1...16, using: &random), limit: limit,
            tileSize: Bool.random(using: &random) ? nil : .random(in: 1...3000, using: &random))
    }
}

@Suite("Memory plan")
struct MemoryPlanTests {
    /// A plan, or nil where it is refused.
    private func plan(_ need: MemoryNeed, limit: Int) -> MemoryPlan? {
        var need = need
        need.limit = limit
        return try? MemoryPlan(need)
    }

    /// The limit that a refusal names, in MB.
    private func smallest(_ need: MemoryNeed) throws -> Int {
        var need = need
        need.limit = 1
        let error = try #require(throws: SurveyError.self) { try MemoryPlan(need) }
        let text = try #require(error.description.split(separator: "--memory ").last)
        return try #require(Int(text.dropLast(2)))
    }

    @Test("What the peak is made of, on one line; sweeping only where there is any")
    func line() {
        var parts = MemoryParts(
            start: 78_000_000, lasting: 1_499_999, reading: 20_500_000, deciding: 0, products: 3_000_000)
        #expect(parts.line == "start 78, lasting 1, reading 21, deciding 0, products 3 MB")
        parts.sweeping = 120_400_000
        #expect(parts.line == "start 78, lasting 1, reading 21, deciding 0, products 3 MB; then sweeping 120 MB")
    }

    @Test("A plan keeps the limit and what was asked for", arguments: 0..<200)
    func keeps(seed: Int) throws {
        var random = RandomNeed(seed: seed)
        let need = try random.make(limit: 400_000_000)
        for limit in [100, 200, 400, 1000, 8000, 100_000].map({ $0 * 1_000_000 }) {
            guard let plan = plan(need, limit: limit) else { continue }
            let raster = need.source.grid.size
            #expect(plan.bytes <= limit)
            #expect((1...need.threads).contains(plan.threads))
            #expect(plan.unfinishedTiles >= plan.threads)
            #expect((1...raster.width).contains(plan.tileWidth) && (1...raster.height).contains(plan.tileHeight))
            if let side = need.tileSize {
                let record = RecordSize.of(need.source)
                #expect(plan.tileWidth == min(side, record.width) && plan.tileHeight == min(side, record.height))
            }
        }
    }

    @Test("A refusal names the smallest limit, and that one works", arguments: 0..<200)
    func refusal(seed: Int) throws {
        var random = RandomNeed(seed: seed)
        let need = try random.make(limit: 1)
        let megabytes = try smallest(need)
        #expect(plan(need, limit: megabytes * 1_000_000) != nil)
        #expect(plan(need, limit: (megabytes - 1) * 1_000_000) == nil)
    }

    @Test("More memory never gives fewer workers or a smaller plan", arguments: 0..<100)
    func monotone(seed: Int) throws {
        var random = RandomNeed(seed: seed)
        let need = try random.make(limit: 1)
        let first = try smallest(need) * 1_000_000
        var last: MemoryPlan?
        for step in 0..<60 {
            let limit = first + step * step * 1_000_000
            let current = try #require(plan(need, limit: limit))
            if let last {
                #expect(current.bytes >= last.bytes && current.threads >= last.threads)
            }
            last = current
        }
    }

    @Test("Enough memory: all workers, and tiles that follow the file's blocks and the mask's")
    func plenty() throws {
        var random = RandomNeed(seed: 7)
        var need = try random.make(limit: 100_000_000_000)
        need.tileSize = nil
        need.threads = 4
        need.catalogs = [CatalogMemory(classCount: 3)]
        need.stack.base.grid.size = RasterSize(width: 20_000, height: 20_000)
        let sizes = [(256, 256), (512, 512), (1024, 1024), (384, 640)].map { width, height in
            need.stack.base.layout.blockWidth = width
            need.stack.base.layout.blockHeight = height
            need.stack.base.layout.isTiled = true
            let plan = plan(need, limit: need.limit)
            #expect(plan?.threads == 4 && plan?.unfinishedTiles == 10)
            return [plan?.tileWidth, plan?.tileHeight]
        }
        #expect(sizes == [[512, 512], [512, 512], [1024, 1024], [768, 640]])
        need.catalogs[0].halo = 20
        let wide = try #require(plan(need, limit: need.limit))
        #expect(wide.tileWidth == 4 * 768 && wide.tileHeight == 4 * 640, "what lies around a tile is read twice")
    }

    @Test("With the raster's height only the tables of blocks grow", arguments: [true, false])
    func height(isTiled: Bool) throws {
        var random = RandomNeed(seed: 1)
        var need = try random.make(limit: 100_000_000_000)
        need.stack.base.layout.isTiled = isTiled
        let bytes = [10_000, 1_000_000].map { height in
            need.stack.base.grid.size = RasterSize(width: 10_000, height: height)
            need.stack.base.layout.blockWidth = isTiled ? 256 : 10_000
            need.stack.base.layout.blockHeight = isTiled ? 256 : 8
            return plan(need, limit: need.limit)?.bytes
        }
        let (low, high) = try (#require(bytes[0]), #require(bytes[1]))
        // 16 bytes a block in each worker's handle, per band at most.
        let (across, side) = isTiled ? (10_000 / 256 + 1, 256) : (2, 8)
        let blocks = across * (1_000_000 - 10_000) / side
        #expect(high - low <= 17 * blocks * need.threads * need.source.bands.count)
        #expect(high > low)
    }
}
