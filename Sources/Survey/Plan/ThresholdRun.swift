import Catalog
import RasterIO
import Results
import Segmentation

/// An earlier run that thresholds are taken from.
struct ThresholdRun: Sendable {
    /// As it was named, or the folder of the run in the one that was.
    let path: String
    /// Its coverage.json, as it was when it was read.
    let file: InputFile
    let coverage: CoverageResult
    let sha256: String
    /// nil where only a coverage.json was named.
    private let record: RunRecord?

    /// Reads a run folder, or a coverage.json.
    ///
    /// - Throws: what is missing or damaged, or written by a later version, in one line.
    init(path: String) throws(QuadratError) {
        self.path = path
        if let stream = FileFacts.stream(path) {
            throw QuadratError(
                .refused, "--thresholds \(path) is \(stream), which can be read only once; save it to a file first")
        }
        let isFile = ![.directory, .missing].contains(FileFacts.kind(of: path))
        let parent = FileFacts.parent(of: path)
        let folder = isFile ? (Self.isOfRun(path, in: parent) ? parent : nil) : path
        file = InputFile(isFile ? path : path + "/" + RunFile.coverage.name)
        do {
            if let folder {
                let run = try FinishedRun(path: folder)
                (coverage, record) = (run.coverage, run.record)
            } else {
                (coverage, record) = (try FinishedRun.coverage(at: path), nil)
            }
        } catch { throw QuadratError(error.kind, "--thresholds: \(error.message)") }
        guard let sha256 = FileDigest.sha256(of: file.path) else {
            throw QuadratError(.file, "--thresholds: cannot read \(file.path)")
        }
        self.sha256 = sha256
    }

    private static func isOfRun(_ path: String, in parent: String) -> Bool {
        path.split(separator: "/").last.map(String.init) == RunFile.coverage.name && FinishedRun.isRun(parent)
    }

    /// What a threshold of the run is of; nil where nothing says so. Earlier versions say it in the catalog's text only.
    func formula(of threshold: ThresholdResult) -> String? {
        if let formula = threshold.formula { return formula }
        guard let text = record?.catalog.text, let catalog = try? Catalog(yaml: text, file: path) else { return nil }
        let names = catalog.method.thresholds.map(\.name)
        return names.firstIndex(of: threshold.name).map { catalog.thresholdFormulas[$0] }
    }
}
