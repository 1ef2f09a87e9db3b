import Catalog
import RasterIO
import Results

/// Which run each of several catalogs takes its thresholds from.
///
/// One run for the one catalog that has thresholds is taken whatever the run's catalog is called. Else each run is for the
/// catalog of its name: all catalogs with thresholds get theirs, and no run is left over. A folder that holds a run folder for
/// each catalog, as a survey by several catalogs writes it, stands for those that are needed.
struct ThresholdRuns {
    private let catalogs: [Catalog]
    private let runs: [ThresholdRun]

    /// Reads the runs.
    ///
    /// - Parameters:
    ///   - paths: run folders, files coverage.json, and folders that hold run folders by the names of catalogs.
    ///   - catalogs: all of the survey.
    /// - Throws: what cannot be read, and where there is nothing to take thresholds for.
    init(_ paths: [String], for catalogs: [Catalog]) throws {
        self.catalogs = catalogs
        let needing = catalogs.filter { !$0.method.thresholds.isEmpty }
        guard paths.isEmpty || !needing.isEmpty else {
            let names = catalogs.map(\.name).joined(separator: ", ")
            throw SurveyError("--thresholds has nothing to do: \(names) has no thresholds; leave it out")
        }
        var runs: [ThresholdRun] = []
        for path in paths.map(Self.withoutSlash) {
            let inner = FinishedRun.isRun(path) ? [] : try Self.runs(in: path, for: needing)
            runs += inner.isEmpty ? [try ThresholdRun(path: path)] : inner
        }
        self.runs = runs
    }

    /// The name of a folder as it is written elsewhere.
    private static func withoutSlash(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// The runs of catalogs in the folder of a survey by several.
    private static func runs(in path: String, for catalogs: [Catalog]) throws -> [ThresholdRun] {
        try catalogs.compactMap { catalog in
            let folder = (path == "/" ? path : path + "/") + catalog.name
            guard FinishedRun.isRun(folder) else { return nil }
            let run = try ThresholdRun(path: folder)
            guard run.coverage.catalog == catalog.name else {
                throw SurveyError(
                    "--thresholds \(path): \(folder) is a run of catalog \(run.coverage.catalog); name the runs themselves"
                )
            }
            return run
        }
    }

    /// What each catalog takes; nil where it has no thresholds, and for all where no run is named.
    ///
    /// - Throws: which run or catalog has no other side, and what differs.
    var frozen: [FrozenThresholds?] {
        get throws {
            guard !runs.isEmpty else { return catalogs.map { _ in nil } }
            let needing = catalogs.filter { !$0.method.thresholds.isEmpty }
            let isPlain = needing.count == 1 && runs.count == 1
            if !isPlain { for run in runs { try checkUse(of: run, by: needing) } }
            return try catalogs.map { catalog in
                guard needing.contains(catalog) else { return nil }
                return try FrozenThresholds(catalog, from: isPlain ? runs[0] : only(of: catalog))
            }
        }
    }

    private func checkUse(of run: ThresholdRun, by needing: [Catalog]) throws(SurveyError) {
        let name = run.coverage.catalog
        guard !needing.contains(where: { $0.name == name }) else { return }
        throw SurveyError(
            catalogs.contains { $0.name == name }
                ? "--thresholds \(run.path): catalog \(name) has no thresholds; leave that run out"
                : "--thresholds \(run.path) is a run of catalog \(name), which is none of this survey; leave it out")
    }

    private func only(of catalog: Catalog) throws(SurveyError) -> ThresholdRun {
        let mine = runs.filter { $0.coverage.catalog == catalog.name }
        guard let first = mine.first else {
            throw SurveyError(
                "--thresholds names no run of catalog \(catalog.name), which has thresholds too; name one, or survey it by "
                    + "itself")
        }
        guard mine.count == 1 else {
            throw SurveyError(
                "--thresholds names two runs of catalog \(catalog.name), \(first.path) and \(mine[1].path); leave one out"
            )
        }
        return first
    }
}
