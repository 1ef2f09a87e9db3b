public import Results
import Survey

/// A survey of which everything is decided before a pixel is surveyed: bands, zones, tiles, memory.
///
/// All work is done on the calling thread and on threads of the survey's own, and blocks: call from a thread or queue that
/// may wait, not from a task of Swift concurrency.
public struct PlannedSurvey: Sendable {
    private let plan: SurveyPlan

    /// Opens raster, catalogs and zones and decides how to run. Writes nothing.
    ///
    /// - Throws: what is in the way. All that can be refused is refused here, except run folders that exist and may not be
    ///   replaced: nothing is written yet, and they may be gone by then.
    public init(_ settings: SurveySettings) throws(QuadratError) {
        let request = try settings.request()
        plan = try QuadratError.wrapping { try SurveyPlan(request) }
    }

    /// What one should know before trusting the numbers, one line each.
    public var warnings: [String] { plan.warnings }

    /// What makes the numbers doubtful, as far as it is known before the survey.
    public var cautions: [CautionResult] { plan.cautions.map(\.result) }

    /// The run folders that will be written, one for each catalog.
    public var folders: [String] { plan.folders }

    /// Surveys a few tiles and says what the whole will take; some seconds at most. Writes nothing.
    ///
    /// - Throws: what surveying the tiles throws.
    public func forecast() throws(QuadratError) -> ResourceForecast {
        ResourceForecast(try QuadratError.wrapping { try SurveyForecast(plan) })
    }

    /// Surveys the raster and writes the run folders.
    ///
    /// - Parameters:
    ///   - cancellation: may be asked for the end from any thread; it is looked at between tiles.
    ///   - progress: called on the calling thread after each tile.
    /// - Returns: what was found, one for each catalog in their order.
    /// - Throws: why the survey could not be finished; then nothing is left under the names of the run folders.
    public func run(
        cancellation: SurveyCancellation = SurveyCancellation(), progress: (SurveyProgress) -> Void = { _ in }
    ) throws(QuadratError) -> [CompletedSurvey] {
        let outcomes = try QuadratError.wrapping {
            try Survey(plan).run(cancellation: cancellation.request) { progress(SurveyProgress($0)) }
        }
        return outcomes.map(CompletedSurvey.init)
    }
}
