import Foundation
import RasterIO
import Results
import Spool
import Tiling

/// The checkpoints of a survey, in the working folder of its first catalog: from time to time what has been added up, and how
/// long the journals of blocks are that belong to it.
///
/// A checkpoint is written beside the last one and takes its name once it is on the disk, and all that it speaks of before
/// it: whatever ends the process or the machine, one of them is there and sound.
final class SurveyJournal {
    private let folder: RunFolder
    private let identity: RunIdentity
    private let interval: Duration
    private var last = ContinuousClock.now
    /// The checkpoint that is being written.
    private var writing: Background<Void>?
    /// How often the run has gone on after it ended early.
    private(set) var resumed = 0
    /// True where a checkpoint is on the disk, or is going to be.
    private(set) var holdsProgress = false
    /// What the last checkpoint says.
    private(set) var phase = SurveyCheckpoint.Phase.observing
    private(set) var records = 0

    /// - Parameter seconds: between checkpoints.
    init(_ folder: RunFolder, _ identity: RunIdentity, interval seconds: Double) {
        self.folder = folder
        self.identity = identity
        interval = .seconds(seconds)
    }

    /// True where the next checkpoint is due, and the last one is not still on its way.
    var isDue: Bool {
        guard ContinuousClock.now - last >= interval else { return false }
        return writing?.isDone ?? true
    }

    /// True where so much has been done that the next checkpoint need not be due.
    var isWorthKeeping: Bool { holdsProgress || ContinuousClock.now - last >= interval / 4 }

    /// What a run has left in a folder; nil where there is nothing.
    ///
    /// - Throws: where it is damaged.
    static func checkpoint(in folder: RunFolder) throws -> SurveyCheckpoint? {
        let name = RunFile.Scratch.checkpoint.name
        guard folder.holds(name) else { return nil }
        let data = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        guard let checkpoint = SurveyCheckpoint([UInt8](data)) else {
            throw damaged(folder, name)
        }
        return checkpoint
    }

    /// What a damaged journal is refused with.
    static func damaged(_ folder: RunFolder, _ name: String) -> DamagedJournal {
        DamagedJournal(
            error: RasterError(
                "go on with", folder.workingPath, reason: "\(name) in it is damaged",
                advice: "begin again with --overwrite in place of --resume"))
    }

    /// Goes on from a checkpoint.
    func resume(_ checkpoint: SurveyCheckpoint) {
        (phase, records, resumed) = (checkpoint.phase, checkpoint.records, checkpoint.resumed + 1)
        holdsProgress = true
        last = .now
    }

    /// Writes a checkpoint, on another thread.
    ///
    /// - Parameters:
    ///   - files: what it speaks of: on the disk before it is.
    ///   - sums: by phase.
    func save(_ phase: SurveyCheckpoint.Phase, records: Int, files: [String], sums: (inout ByteWriter) -> Void) throws {
        try writing?.value()
        var writer = ByteWriter()
        sums(&writer)
        let checkpoint = SurveyCheckpoint(
            identity: identity, phase: phase, records: records, resumed: resumed, sums: writer.bytes)
        let bytes = checkpoint.bytes
        let (next, path) = (
            folder.file(RunFile.Scratch.nextCheckpoint.name), folder.file(RunFile.Scratch.checkpoint.name)
        )
        writing = Background {
            for file in files { try RunFolder.synchronise(file) }
            _ = try AppendOnlyFile(path: next).append(bytes)
            try RunFolder.synchronise(next)
            try RunFolder.replace(path, by: next)
        }
        (self.phase, self.records, holdsProgress) = (phase, records, true)
        last = .now
    }

    /// Waits until the last checkpoint is on the disk.
    func wait() throws {
        try writing?.value()
        writing = nil
    }

    /// The same where the run ends early: what cannot be written any more leaves the one before.
    func end() {
        _ = try? writing?.value()
        holdsProgress = folder.holds(RunFile.Scratch.checkpoint.name)
    }
}
