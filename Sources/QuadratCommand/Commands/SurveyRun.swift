import Results
import Survey
import Tiling

/// Runs a survey and says what came of it: results on standard output, everything else on standard error.
struct SurveyRun {
    private let request: SurveyRequest
    private let output: OutputOptions

    init(_ request: SurveyRequest, _ output: OutputOptions) {
        self.request = request
        self.output = output
    }

    func run(cancellation: Cancellation) throws {
        let plan = try SurveyPlan(request)
        if !output.quiet { for warning in plan.warnings { ErrorOutput.write("Warning: \(warning)") } }
        var progress = ProgressDisplay(output.progressStyle)
        defer { progress.finish() }
        Interruption.isTakenByRun()
        let outcomes = try Survey(plan).run(cancellation: cancellation) { progress.show($0) }
        Interruption.isOver()
        progress.finish()
        if !output.quiet {
            // Several catalogs may have the same to say, and the table speaks of thresholds itself.
            let inTable = output.json ? [] : outcomes.flatMap { $0.coverage.thresholds.compactMap(\.warning) }
            var said = Set(inTable)
            for warning in outcomes.flatMap(\.warnings) where said.insert(warning).inserted {
                ErrorOutput.write("Warning: \(warning)")
            }
        }
        let folders = outcomes.map(\.folder).joined(separator: ", ")
        if output.json {
            let documents = outcomes.map(\.coverage.json)
            try StandardOutput.deliver(
                documents.count == 1 ? documents[0].text : JSONValue.array(documents).text, complete: folders)
        } else if !output.quiet {
            let tables = outcomes.map { CoverageTableText($0).text + "\n" }
            try StandardOutput.deliver(tables.joined(separator: "\n"), complete: folders)
        }
        let failures = outcomes.flatMap(\.failures)
        guard failures.isEmpty else {
            throw IncompleteRun(description: "\(failures.joined(separator: "; ")); everything else is in \(folders)")
        }
    }
}
