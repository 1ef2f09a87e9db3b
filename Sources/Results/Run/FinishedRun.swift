import Foundation

/// A run folder that `quadrat cover` or `quadrat count` has finished: what was run, what was found, and the files.
public struct FinishedRun: Sendable {
    /// The folder as it was named.
    public let path: String
    /// run.json.
    public let record: RunRecord
    /// coverage.json.
    public let coverage: CoverageResult

    /// Opens a run folder: reads run.json and coverage.json. The other files are looked at where they are asked for.
    ///
    /// - Throws: what is missing or damaged, or written by a later version, in one line.
    public init(path: String) throws(QuadratError) {
        self.path = path
        try Self.checkFolder(path)
        record = try Self.read(Self.place(.record, in: path), RunRecord.init(json:))
        if let failure = record.failedOutputs.first(where: { $0.name == RunFile.coverage.name }) {
            throw Self.damaged(path, "the run could not write \(failure.name)")
        }
        try Self.checkSize(.coverage, in: path, record)
        coverage = try Self.read(Self.place(.coverage, in: path), CoverageResult.init(json:))
    }

    /// Reads a coverage.json by itself.
    ///
    /// - Throws: that it is missing or damaged, or written by a later version, in one line.
    package static func coverage(at path: String) throws(QuadratError) -> CoverageResult {
        try read(path, CoverageResult.init(json:))
    }

    /// True where a folder says that it is a run's.
    package static func isRun(_ path: String) -> Bool { kind(of: place(.record, in: path)) != nil }

    /// The files that the run has written beside its record and that this version knows, in the order of the record.
    public var outputs: [RunFile] { record.outputs.compactMap { RunFile(rawValue: $0.name) } }

    /// Path of a file of the run, once it is known to be there and of the size that the run has written.
    ///
    /// - Throws: that the run has not written it, or that it has gone or been changed since.
    public func path(of file: RunFile) throws(QuadratError) -> String {
        if let failure = record.failedOutputs.first(where: { $0.name == file.name }) {
            throw Self.damaged(path, "the run could not write \(file.name): \(failure.reason)")
        }
        guard file == .record || outputs.contains(file) else {
            throw QuadratError(.run, "the run in \(path) has written no \(file.name)")
        }
        try Self.checkSize(file, in: path, record)
        return Self.place(file, in: path)
    }

    // MARK: Checks

    private static func place(_ file: RunFile, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + file.name : folder + "/" + file.name
    }

    private static func damaged(_ path: String, _ reason: String) -> QuadratError {
        QuadratError(.run, "cannot read the run in \(path): \(reason)")
    }

    private static func checkFolder(_ path: String) throws(QuadratError) {
        guard kind(of: path) != nil else {
            if kind(of: path + RunFile.unfinishedSuffix) == .typeDirectory {
                throw damaged(
                    path, "it is not finished (\(path)\(RunFile.unfinishedSuffix) is there); run it to its end first")
            }
            throw damaged(path, "there is no such folder")
        }
        guard kind(of: path) == .typeDirectory else {
            throw damaged(path, "it is a file; name the run folder that 'quadrat cover' has written")
        }
        guard kind(of: place(.record, in: path)) == nil else { return }
        let inner = runs(in: path)
        guard let first = inner.first else {
            throw damaged(path, "it has no \(RunFile.record.name), so no run has finished there")
        }
        throw damaged(
            path, "it holds \(inner.count == 1 ? "a run" : "\(inner.count) runs"); name one: \(path)/\(first)")
    }

    /// Names of the folders in a folder that hold runs.
    private static func runs(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter {
            !$0.hasSuffix(RunFile.unfinishedSuffix) && kind(of: place(.record, in: path + "/" + $0)) != nil
        }
    }

    /// Links are followed; nil where there is nothing.
    private static func kind(of path: String) -> FileAttributeType? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: real))?[.type] as? FileAttributeType
    }

    /// - Throws: where a file is not there, or is not as large as the record says.
    private static func checkSize(_ file: RunFile, in path: String, _ record: RunRecord) throws(QuadratError) {
        let real = URL(fileURLWithPath: place(file, in: path)).resolvingSymlinksInPath().path
        guard let facts = try? FileManager.default.attributesOfItem(atPath: real) else {
            throw damaged(path, "\(file.name) is missing")
        }
        guard let written = record.outputs.first(where: { $0.name == file.name })?.bytes else { return }
        let bytes = (facts[.size] as? NSNumber)?.intValue ?? 0
        guard bytes != written else { return }
        throw damaged(path, "\(file.name) has \(bytes) bytes, and the run wrote \(written): it was changed since")
    }

    private static func read<Value>(
        _ path: String, _ read: (JSONValue) throws(JSONError) -> Value
    ) throws(QuadratError) -> Value {
        let bytes: [UInt8]
        do { bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            let reason = (error as NSError).localizedDescription.split(whereSeparator: \.isNewline)
            throw QuadratError(.file, "cannot read \(path): \(reason.joined(separator: " "))")
        }
        do { return try read(try JSONValue(parsing: bytes)) } catch {
            throw QuadratError(error.isOfLaterVersion ? .newerVersion : .run, "cannot read \(path): \(error)")
        }
    }
}
