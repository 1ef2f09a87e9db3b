import Instances
import RasterIO
import RasterModel
import Spool
import Testing
import Tiling

@testable import Survey

@Suite("Trials of sweeps")
struct SweepTrialTests {
    private static let catalog = SmallCatalog.threeClasses(
        clean: "[{sieve: 9 px2}, {fill: 7 px2}]", objects: "{class: [a, b], min_area: 3 px2}")

    /// A raster that is one tile and one piece, of two blocks.
    private let plan: SurveyPlan
    /// What the survey hands to sweeps.
    private let result: TileResult

    private var catalog: CatalogPlan { plan.catalogs[0] }

    private func piece(_ result: TileResult) -> SweepPiece { SweepPiece(result, plan.pyramid) }

    init() throws {
        let survey = try SmallSurvey(counting: .random(560, 20, seed: 61), [Self.catalog])
        survey.request.threads = 2
        survey.request.tileSize = 1024
        plan = try survey.plan()
        var worker = try TileWorker(plan, plan.catalogs.map { .init(segmenter: $0.segmenter, signals: nil) })
        guard case .tile(let results) = try worker.perform(.tile(0)) else {
            preconditionFailure("a tile gives a tile's product")
        }
        result = results[0]
    }

    /// The mask that the survey hands to sweeps.
    private func surveyed() throws -> SmallMask {
        try SmallMask(width: 560, height: 20, codes: piece(result).codes())
    }

    @Test("A trial finds what sweeps on threads of their own find", arguments: [1, 2, 4])
    func findings(threads: Int) throws {
        let found = try SweepTrial.findings(plan, catalog, on: piece(result))
        var sweep = try SmallSweep(surveyed(), Self.catalog, threads: threads)
        let tables = try #require(try sweep.run())
        let objects = try sweep.traced(tables)
        #expect(found.pixels == 560 * 20 && found.seconds > 0)
        #expect(found.objects == objects.reduce(0) { $0 + ($1.component.region.touchesEdge ? 0.5 : 1) })
        let rings = objects.flatMap(\.polygons).flatMap { [$0.exterior] + $0.holes }
        #expect(found.corners == rings.reduce(0) { $0 + $1.corners.count + 1 })
        #expect(found.maskBytes == sweep.mask.count)
        #expect(found.codeBytes + found.spilledBytes == sweep.store.count)
    }

    @Test("Codes are those of the survey and of each step that is carried out; nothing else counts as such")
    func codeBytes() throws {
        let given = try surveyed()
        let sieved = NaiveCleaning.sieve(given, below: 9)
        let masks = [given, sieved, NaiveCleaning.fill(sieved, below: 7)]
        var deflater = RunLengthDeflater()
        let bytes = masks.map { mask in
            (0..<plan.pyramid.blockCount(0)).reduce(0) {
                $0 + deflater.compress(mask.codes(in: plan.pyramid.window(ofBlock: $1))).count
            }
        }
        let found = try SweepTrial.findings(plan, catalog, on: piece(result))
        #expect(found.codeBytes == bytes.reduce(0, +))
        #expect(found.spilledBytes > 0)
    }

    @Test("A forecast from the whole raster says what the trial found")
    func forecast() throws {
        let found = try SweepTrial.findings(plan, catalog, on: piece(result))
        let forecast = try SweepForecast(plan, catalog, [piece(result)])
        #expect(forecast.objects == Int(found.objects.rounded()))
        #expect(forecast.maskBytes == found.maskBytes)
        #expect(forecast.scratchBytes == found.codeBytes + found.spilledBytes)
        #expect(forecast.steps == ["sieve", "fill"])
    }

    @Test("A piece whose codes are damaged ends the trial and the forecast")
    func damaged() {
        var result = result
        result.blocks[1].codes = [1, 2, 3]
        let piece = piece(result)
        #expect(throws: RasterError.self) { try SweepTrial.findings(plan, catalog, on: piece) }
        #expect(throws: RasterError.self) { try SweepForecast(plan, catalog, [piece]) }
    }

    @Test("Nothing is drawn")
    func withoutPreview() {
        let lattice = catalog.withoutPreview.lattice
        #expect(catalog.lattice.size == RasterSize(width: 560, height: 20))
        let window = PixelWindow(column: 512, row: 0, width: 48, height: 20)
        let samples = lattice.codes(of: window, [UInt8](repeating: 1, count: window.count))
        #expect(samples.codes.isEmpty && samples.values.isEmpty)
        var preview = Preview(lattice: lattice, isPicture: true)
        preview.add(samples)
        #expect(preview.codes.isEmpty && preview.values.isEmpty)
    }
}
