import RasterIO
import Results

/// The run folders of a survey where an earlier run has completed all of them: `--resume` has nothing left to do.
struct CompletedRuns {
    private let plan: SurveyPlan
    private let identity: RunIdentity

    init(_ plan: SurveyPlan, _ identity: RunIdentity) {
        self.plan = plan
        self.identity = identity
    }

    /// What they hold; nil where this is no survey that goes on, or one of them is not complete.
    ///
    /// - Throws: naming what differs from the survey that is asked for, unless they may be replaced.
    var outcomes: [Survey.Outcome]? {
        get throws {
            let request = plan.request
            guard request.resumes, plan.folders.allSatisfy({ FileFacts.kind(of: $0) == .directory }) else { return nil }
            // Of a run that is to replace them, or that has not all its names yet.
            let working = plan.folders[0] + RunFile.unfinishedSuffix
            let signs = [RunFile.Scratch.checkpoint.name, RunFile.record.name]
            guard signs.allSatisfy({ FileFacts.kind(of: working + "/" + $0) == .missing }) else { return nil }
            do { return try read() } catch {
                if request.overwrites { return nil }
                throw error
            }
        }
    }

    /// Reads all of them.
    func read() throws -> [Survey.Outcome] {
        try plan.folders.indices.map { index in
            let run = try FinishedRun(path: plan.folders[index])
            let differences = run.record.identity.map(identity.differences) ?? ["the version of the program"]
            guard differences.isEmpty else {
                throw RasterError(
                    "go on with", run.path,
                    reason: "it is complete, and not of the same: \(differences.joined(separator: ", "))",
                    advice: "choose another folder with --out, or replace it with --overwrite")
            }
            for output in run.outputs { _ = try run.path(of: output) }
            return Survey.Outcome(
                folder: run.path, coverage: run.coverage,
                summary: CoverageSummary(plan, plan.catalogs[index], counting: nil),
                outputs: run.outputs.map(\.name) + [RunFile.record.name],
                warnings: run.record.warnings.filter { !plan.warnings.contains($0) },
                failures: run.record.failedOutputs.map(\.reason))
        }
    }
}
