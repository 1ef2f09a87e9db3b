import RasterIO
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("What a survey will take")
struct SurveyForecastTests {
    private let given = SmallMask.random(1100, 6, seed: 71)

    private func survey(_ catalogs: [SmallCatalog]) throws -> SmallSurvey {
        try SmallSurvey(counting: given, catalogs)
    }

    /// The plan of a survey and what is told of it, made while the survey's folder is there.
    private func forecast(_ survey: SmallSurvey) throws -> (plan: SurveyPlan, forecast: SurveyForecast) {
        let plan = try survey.plan()
        return (plan, try SurveyForecast(plan))
    }

    @Test("It keeps the plan's bounds: of memory, of tiles, and of the disk while files are written")
    func bounds() throws {
        let catalogs = [
            SmallCatalog.threeClasses(objects: "{class: a}"), .threeClasses("other", clean: "[{sieve: 4 px2}]"),
        ]
        for (tile, threads) in [(nil, 1), (100, 3)] as [(Int?, Int)] {
            let survey = try survey(catalogs)
            (survey.request.tileSize, survey.request.threads) = (tile, threads)
            let (plan, forecast) = try self.forecast(survey)
            #expect(forecast.limitBytes == plan.memory.bytes)
            #expect((1...forecast.limitBytes).contains(forecast.memoryBytes))
            #expect((1...plan.grid.count).contains(forecast.sampledTiles))
            #expect(0 < forecast.outputBytes && forecast.outputBytes <= forecast.diskBytes)
            #expect(forecast.seconds > 0 && forecast.seconds.isFinite)
        }
    }

    @Test("It writes nothing")
    func nothing() throws {
        let survey = try survey([.threeClasses(objects: "{class: a, signal: V}")])
        let names = try survey.folder.names()
        _ = try forecast(survey)
        #expect(try survey.folder.names() == names && survey.leftovers().isEmpty)
    }

    @Test("Of a raster of one tile it says the same bytes each time")
    func repeated() throws {
        let survey = try survey([.threeClasses(clean: "[{sieve: 4 px2}]", objects: "{class: a}")])
        survey.request.tileSize = 1100
        let (first, second) = (try forecast(survey).forecast, try forecast(survey).forecast)
        #expect(first.sampledTiles == 1 && second.sampledTiles == 1)
        #expect(first.outputBytes == second.outputBytes && first.diskBytes == second.diskBytes)
    }

    @Test("Another catalog takes more of the disk")
    func catalogs() throws {
        let one = try forecast(survey([.threeClasses()])).forecast
        let two = try forecast(survey([.threeClasses(), .threeClasses("other")])).forecast
        #expect(two.outputBytes > one.outputBytes && two.diskBytes > one.diskBytes)
    }

    @Test("Only thresholds that need all pixels first make a second reading")
    func readings() throws {
        let plain = SmallCatalog(bands: "{A: 1}")
        var chosen = plain
        chosen.thresholds = "{t: {of: A, choose: otsu, otherwise: 2, range: 0 .. 32, bins: 32}}"
        chosen.rules = [#"{class: high, when: "A > t"}"#, "{class: low}"]
        for catalog in [plain, chosen] {
            let (plan, forecast) = try self.forecast(survey([catalog]))
            #expect(forecast.passes == (plan.catalogs[0].observesFirst ? 2 : 1))
        }
        #expect(try survey([chosen]).plan().catalogs[0].observesFirst)
    }

    @Test("The lines for people name the raster, its catalogs and where they are written")
    func lines() throws {
        let survey = try survey([.threeClasses("one"), .threeClasses("two")])
        let (plan, forecast) = try self.forecast(survey)
        let lines = forecast.lines
        #expect(lines.first?.contains("1100 x 6 pixels, one, two") == true)
        #expect(lines.last?.hasPrefix("writes") == true)
        #expect(plan.folders.allSatisfy { lines.last?.contains($0) == true })
    }

    @Test("Tiles of the sample are spread over all, in order, each once", arguments: [1, 2, 7, 64, 65, 1000])
    func spread(count: Int) {
        for most in [1, 3, 64] {
            let tiles = SurveyForecast.spread(count, most: most)
            #expect(tiles.count == min(count, most) && Set(tiles).count == tiles.count)
            #expect(tiles == tiles.sorted() && tiles.allSatisfy { (0..<count).contains($0) })
        }
    }
}
