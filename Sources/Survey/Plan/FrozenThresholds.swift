import Catalog
import RasterIO
import Results
import Segmentation

/// The thresholds of a catalog as an earlier run had them: in place of those that would be chosen.
struct FrozenThresholds: Sendable {
    /// The run's coverage.json.
    let file: InputFile
    /// As the run was named.
    let path: String
    let sha256: String
    /// In the order of the catalog.
    let values: [Float]
    /// Where each comes from.
    let sources: [ThresholdResult.Source]

    /// Takes every threshold of a catalog from a run, by its name.
    ///
    /// - Throws: which one the run does not have, or has of something else.
    init(_ catalog: Catalog, from run: ThresholdRun) throws(SurveyError) {
        (file, path, sha256) = (run.file, run.path, run.sha256)
        var values: [Float] = []
        var sources: [ThresholdResult.Source] = []
        for (threshold, formula) in zip(catalog.method.thresholds, catalog.thresholdFormulas) {
            let found = try Self.find(threshold, of: formula, in: run, for: catalog)
            values.append(found.value)
            sources.append(
                ThresholdResult.Source(
                    path: run.path, sha256: run.sha256, method: found.result.method,
                    isAccepted: found.result.isAccepted))
        }
        (self.values, self.sources) = (values, sources)
    }

    /// What the results follow from.
    var identity: String { "\(sha256) \(values.map(\.description).joined(separator: " "))" }

    /// A threshold as the run had it.
    private static func find(
        _ threshold: RuleSet.Threshold, of formula: String, in run: ThresholdRun, for catalog: Catalog
    ) throws(SurveyError) -> (result: ThresholdResult, value: Float) {
        let refusal = { (reason: String, remedy: String) in
            SurveyError(
                "--thresholds \(run.path): threshold \(threshold.name) of catalog \(catalog.name) \(reason); \(remedy), "
                    + "or leave --thresholds out")
        }
        let named = run.coverage.thresholds.filter { $0.name == threshold.name }
        guard let result = named.first else {
            throw refusal("is missing there (it has \(names(in: run.coverage)))", "name a run of the same catalog")
        }
        guard named.count == 1, let value = result.number, value.isFinite else {
            throw refusal("is no single number there", "name a run that nobody has changed")
        }
        guard let theirs = run.formula(of: result) else {
            throw refusal("is there without what it is of", "name the run folder, not its coverage.json")
        }
        guard theirs == formula else {
            let difference = "is of \(short(formula)), and there of \(short(theirs))"
            throw refusal(difference, "name a run of the same formula")
        }
        let written = threshold.rule.otherwise
        guard threshold.isAutomatic || value == written else {
            let difference = "is fixed at \(written.decimal), and was \(value.decimal) there"
            throw refusal(difference, "write \(value.decimal) into the catalog")
        }
        return (result, value)
    }

    private static func names(in coverage: CoverageResult) -> String {
        let names = coverage.thresholds.map(\.name)
        return "\(names.isEmpty ? "none" : names.joined(separator: ", ")), of catalog \(coverage.catalog)"
    }

    private static func short(_ text: String) -> String { text.count > 80 ? "\(text.prefix(77))..." : text }
}
