public import Results
import Survey

/// What a survey found for one catalog, and where it lies.
public struct CompletedSurvey: Sendable {
    /// The run folder.
    public let folder: String
    /// What was found: the content of coverage.json.
    public let coverage: CoverageResult
    /// The files in the folder, the record last.
    public let outputs: [RunFile]
    /// What one should know before trusting the numbers, one line each.
    public let warnings: [String]
    /// Files that could not be written, a line of error each; all others are complete.
    public let failures: [String]

    init(_ outcome: Survey.Outcome) {
        folder = outcome.folder
        coverage = outcome.coverage
        outputs = outcome.outputs.compactMap(RunFile.init(rawValue:))
        warnings = outcome.warnings
        failures = outcome.failures
    }

    /// Opens the run folder as anybody would later.
    ///
    /// - Throws: what is missing or damaged in it by now.
    public func finishedRun() throws(QuadratError) -> FinishedRun { try FinishedRun(path: folder) }
}
