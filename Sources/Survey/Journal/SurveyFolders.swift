import Foundation
import RasterIO
import Results

/// The working folders of a survey, one for each catalog, claimed for this process; and what an earlier run has left in them.
struct SurveyFolders {
    let folders: [RunFolder]
    let identity: RunIdentity
    let journal: SurveyJournal
    /// Where an earlier run has stopped; nil where there is nothing to go on with.
    let checkpoint: SurveyCheckpoint?

    /// Claims the folders, and clears them where nothing goes on.
    ///
    /// - Throws: where another run lives there, where an unfinished one would be thrown away unasked, and where it cannot go
    ///   on: naming what differs.
    init(_ plan: SurveyPlan, _ identity: RunIdentity) throws {
        self.identity = identity
        var claimed: [RunFolder] = []
        do {
            for path in plan.folders {
                claimed.append(
                    try RunFolder(path: path, overwrites: plan.request.overwrites, resumes: plan.request.resumes))
            }
            folders = claimed
            journal = SurveyJournal(claimed[0], identity, interval: plan.request.checkpointSeconds)
            checkpoint = try Self.checkpoint(claimed, plan.request, identity)
            if checkpoint?.phase != .committing { for folder in claimed { try folder.checkFree() } }
            if let checkpoint {
                journal.resume(checkpoint)
            } else {
                for folder in claimed { try folder.clear() }
            }
        } catch {
            for folder in claimed.reversed() { folder.abandon() }
            throw (error as? DamagedJournal)?.error ?? error
        }
    }

    /// Records of the grid that an earlier run has done in a phase; 0 where it stopped in another.
    func records(doneIn phase: SurveyCheckpoint.Phase) -> Int {
        checkpoint.flatMap { $0.phase == phase ? $0.records : nil } ?? 0
    }

    private static func checkpoint(
        _ folders: [RunFolder], _ request: SurveyRequest, _ identity: RunIdentity
    ) throws -> SurveyCheckpoint? {
        let holders = folders.filter { $0.holds(RunFile.Scratch.checkpoint.name) }
        guard request.resumes else {
            guard !request.overwrites, let folder = holders.first else { return nil }
            let size = ByteCountText.short(folder.bytesOnDisk)
            throw RasterError(
                "work in", folder.workingPath, reason: "it holds an unfinished run (\(size))",
                advice: "go on with it by --resume, or throw it away by --overwrite")
        }
        let folder = holders.first ?? folders[0]
        guard let checkpoint = try SurveyJournal.checkpoint(in: folder) ?? complete(folder, identity) else {
            return nil
        }
        let differences = identity.differences(from: checkpoint.identity)
        guard differences.isEmpty, folder === folders[0] else {
            if request.overwrites { return nil }
            throw RasterError(
                "go on with", folder.workingPath,
                reason: "not the same as when it began: \(differences.joined(separator: ", "))",
                advice: "give it what it began with, or begin again with --overwrite in place of --resume")
        }
        return checkpoint
    }

    /// A folder in which nothing is left but a complete run is about to get its name; the other folders have theirs.
    private static func complete(_ folder: RunFolder, _ identity: RunIdentity) -> SurveyCheckpoint? {
        guard !RunFile.Scratch.allCases.contains(where: { folder.holds($0.name) }), isComplete(folder, identity) else {
            return nil
        }
        return SurveyCheckpoint(identity: identity, phase: .committing, records: 0, resumed: 0, sums: [])
    }

    /// True where a working folder holds a whole run of this identity, and not what is left of an older one.
    private static func isComplete(_ folder: RunFolder, _ identity: RunIdentity) -> Bool {
        guard let run = try? FinishedRun(path: folder.workingPath), run.record.identity == identity else {
            return false
        }
        return run.outputs.allSatisfy { (try? run.path(of: $0)) != nil }
    }

    /// Gives the folders their names. The one with the checkpoint comes last: until then it says that all are complete.
    func commit() throws {
        if checkpoint?.phase != .committing {
            for folder in folders { try folder.synchroniseContents() }
            try journal.save(.committing, records: 0, files: []) { _ in }
        }
        try journal.wait()
        for folder in folders.dropFirst().reversed() where Self.isComplete(folder, identity) {
            try folder.commit()
        }
        // One that has its name by now has left an empty folder behind.
        for folder in folders.dropFirst() where FileFacts.kind(of: folder.workingPath) != .missing { folder.abandon() }
        try folders[0].commit()
    }

    /// Removes everything.
    func discard() { for folder in folders.reversed() { folder.discard() } }
}
