import CSystem
import Foundation
import RasterModel
import Results

/// The folder a run writes: `<out>.partial` while it works, `<out>` once everything is in it.
package final class RunFolder {
    /// The system's PATH_MAX, with the zero behind it.
    private static let longestPath = 4096

    /// The folder's final path, as it was named.
    package let path: String
    /// Where that is: links followed.
    private let target: String
    /// Where to write until `commit()`.
    package let workingPath: String
    private let overwrites: Bool
    private var lock: Int32
    private var createdParents: [String] = []

    /// Claims the folder.
    ///
    /// A run that is still writing there is left alone. What an earlier run left in `<out>.partial` stays until `clear()`.
    /// A link is followed, also to a folder that does not exist yet: the run works beside that, on its disk, and the link
    /// stays.
    /// - Parameter resumes: true where `<out>` may exist for now: a run may have been ended when it had given it its name.
    /// - Throws: when `<out>` exists and may not be replaced, or the folder cannot be written.
    package init(path: String, overwrites: Bool, resumes: Bool = false) throws(RasterError) {
        self.path = path
        self.overwrites = overwrites
        target = try Self.target(of: path)
        workingPath = target + RunFile.unfinishedSuffix
        lock = -1
        if path.hasSuffix(RunFile.unfinishedSuffix) || target.hasSuffix(RunFile.unfinishedSuffix) {
            throw RasterError(
                "write", path, reason: "names in .partial are those of unfinished runs",
                advice: "choose another with --out")
        }
        if overwrites, FileFacts.kind(of: path) != .missing { try checkReplaceable() }
        if !resumes { try checkFree() }
        createdParents = try Self.createDirectories(workingPath)
        lock = try claim()
        try checkLeftovers()
    }

    deinit { if lock >= 0 { close(lock) } }

    /// - Throws: where something has the folder's name that may not be replaced.
    package func checkFree() throws(RasterError) {
        guard !overwrites, FileFacts.kind(of: path) != .missing else { return }
        throw RasterError(
            "write", path, reason: "it exists already",
            advice: "choose another folder with --out, or replace it with --overwrite")
    }

    /// Path of a file in the working folder.
    package func file(_ name: String) -> String { workingPath + "/" + name }

    /// Gives up one output, with what writing it may have left beside it.
    package func drop(_ name: String) {
        for ending in [""] + RunFile.companions {
            try? FileManager.default.removeItem(atPath: file(name + ending))
        }
    }

    /// Gives a file the name of another, which it replaces, for good.
    package static func replace(_ path: String, by next: String) throws(RasterError) {
        guard unsafe rename(next, path) == 0 else { throw RasterError.system("rename", next) }
        try synchronise(FileFacts.parent(of: path))
    }

    /// Waits until all that will stay in the folder has reached the disk.
    package func synchroniseContents() throws(RasterError) {
        let passing = RunFile.Scratch.allCases.map(\.name)
        for name in try contents() where !passing.contains(name) { try Self.synchronise(file(name)) }
        try Self.synchronise(workingPath)
    }

    /// Gives the folder its final name, after everything in it has reached the disk.
    package func commit() throws(RasterError) {
        for name in RunFile.Scratch.allCases where name != .checkpoint {
            try? FileManager.default.removeItem(atPath: file(name.name))
        }
        try synchroniseContents()
        // Last: without it the folder speaks for itself.
        try? FileManager.default.removeItem(atPath: file(RunFile.Scratch.checkpoint.name))
        if overwrites, FileFacts.kind(of: target) != .missing {
            // Once more: something else may have come under this name meanwhile.
            try checkReplaceable()
            try replace()
        } else {
            // Fails where a folder with something in it came into being meanwhile.
            guard unsafe rename(workingPath, target) == 0 else {
                throw RasterError.system("rename the finished run to", path)
            }
        }
        try? Self.synchronise(FileFacts.parent(of: target))
    }

    /// Removes what the run has written so far, and the folders above that it had to make.
    package func discard() {
        try? FileManager.default.removeItem(atPath: workingPath)
        for parent in createdParents.reversed() { _ = unsafe rmdir(parent) }
    }

    /// Refuses a run that would remove what it reads: the folder that it replaces, and the one that it works in, are
    /// cleared of what runs have written, and a mask or zones of an earlier run may be its input.
    ///
    /// - Parameters:
    ///   - path: the folder's path, as for `init`.
    ///   - inputs: all files that the run reads.
    /// - Throws: naming the first of them that lies in the folder.
    package static func check(_ path: String, overwrites: Bool, spares inputs: [InputFile]) throws(RasterError) {
        let target = try target(of: path)
        for folder in (overwrites ? [target] : []) + [target + RunFile.unfinishedSuffix]
        where FileFacts.kind(of: folder) == .directory {
            guard let input = FileFacts.first(of: inputs.map(\.path), in: folder) else { continue }
            throw RasterError(
                "replace", folder == target ? path : folder, reason: "the input \(input) lies in it",
                advice: "choose another folder with --out, or copy the input elsewhere first")
        }
    }

    /// Where a folder of this name is: a link is followed, also where what it names does not exist yet.
    private static func target(
        of path: String, links: Int = 0, for asked: String? = nil
    ) throws(RasterError) -> String {
        let asked = asked ?? path
        guard links < 40 else {
            throw RasterError(
                "write", asked, reason: "its links lead in a circle", advice: "choose another folder with --out")
        }
        // Each folder above that is missing is looked at in its turn.
        guard path.utf8.count < longestPath else {
            throw RasterError(
                "write", asked.prefix(60) + "...",
                reason: "the path is longer than the system takes (\(longestPath - 1) bytes)",
                advice: "choose another folder with --out")
        }
        let parent = FileFacts.parent(of: path)
        if let link = FileFacts.link(path) {
            return try target(
                of: link.hasPrefix("/") ? link : Self.path(of: link, in: parent), links: links + 1, for: asked)
        }
        let name = (path as NSString).lastPathComponent
        if [".", ".."].contains(name), let real = FileFacts.real(path) { return real }
        // Of what is there the system follows the links.
        guard FileFacts.kind(of: parent) == .missing, parent != path else { return path }
        return Self.path(of: name, in: try target(of: parent, links: links, for: asked))
    }

    private static func path(of name: String, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// Only what a run has written may be replaced: a folder with anything else in it is somebody's work.
    private func checkReplaceable() throws(RasterError) {
        guard FileFacts.kind(of: target) == .directory else {
            throw RasterError("replace", path, reason: "it is a file, not a run folder", advice: "remove it first")
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: target)) ?? []
        if names.isEmpty { return }
        if let foreign = names.filter({ !RunFile.names.contains($0) }).min() {
            throw RasterError(
                "replace", path, reason: "'\(foreign)' in it was not written by a run",
                advice: "move it elsewhere, or choose another folder with --out")
        }
        let record = try? String(contentsOfFile: target + "/" + RunFile.record.name, encoding: .utf8)
        guard let record, record.contains("\"" + RunRecord.schemaFamily) else {
            throw RasterError(
                "replace", path, reason: "it is not a run folder (it has no run.json of a run)",
                advice: "choose another folder with --out")
        }
    }

    /// Exchanges old and new, so that there is no moment without a complete folder under this name, and removes the
    /// old one.
    private func replace() throws(RasterError) {
        if unsafe quadrat_exchange_names(workingPath, target) != 0 {
            // The file system cannot exchange: the old folder keeps a name of its own until the new one is there.
            let old = target + ".replaced"
            guard unsafe rename(target, old) == 0, unsafe rename(workingPath, target) == 0 else {
                throw RasterError.system("replace", path)
            }
            try? FileManager.default.removeItem(atPath: old)
        } else {
            // Without its record what is left of it is never taken for a run.
            try? FileManager.default.removeItem(atPath: file(RunFile.record.name))
            try? FileManager.default.removeItem(atPath: workingPath)
        }
    }

    /// Locks the working folder for this process; the lock ends with the process, however it ends.
    private func claim() throws(RasterError) -> Int32 {
        let descriptor = unsafe open(workingPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RasterError.system("open", workingPath) }
        // A run that has just finished renames the folder that this one opened: then the lock is on another folder.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileFacts.isOpen(descriptor, at: workingPath) else {
            close(descriptor)
            throw RasterError(
                "write", path, reason: "another run is writing there now",
                advice: "wait for it, or choose another folder with --out", kind: .transient)
        }
        return descriptor
    }

    private func contents() throws(RasterError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: workingPath) else {
            throw RasterError(
                "read", workingPath, reason: "the folder has gone while the run was writing it", kind: .transient)
        }
        return names.sorted()
    }

    /// Removes what an interrupted run has left.
    package func clear() throws(RasterError) {
        for name in try contents() {
            do { try FileManager.default.removeItem(atPath: file(name)) } catch {
                throw RasterError(
                    "clear", file(name), reason: error.localizedDescription, kind: FailureKind(of: error) ?? .transient)
            }
        }
    }

    /// Bytes on disk of what is in the working folder: holes in files take none.
    package var bytesOnDisk: Int {
        ((try? contents()) ?? []).reduce(0) { $0 + Int(FileFacts.facts(of: file($1))?.disk_bytes ?? 0) }
    }

    /// True where the working folder holds a file.
    package func holds(_ name: String) -> Bool { FileFacts.kind(of: file(name)) == .file }

    /// Lets the working folder go as it is; one with nothing in it is removed.
    package func abandon() {
        guard unsafe rmdir(workingPath) == 0 else { return }
        for parent in createdParents.reversed() { _ = unsafe rmdir(parent) }
    }

    /// - Throws: naming what no run has written.
    private func checkLeftovers() throws(RasterError) {
        let names = try contents()
        if let foreign = names.first(where: { !RunFile.leftovers.contains($0) }) {
            throw RasterError(
                "work in", workingPath, reason: "'\(foreign)' in it was not written by a run",
                advice: "move it elsewhere, or choose another folder with --out")
        }
    }

    /// Makes a folder and those above it that are missing.
    ///
    /// - Returns: the folders above that it made, outermost first.
    private static func createDirectories(_ path: String) throws(RasterError) -> [String] {
        var missing: [String] = []
        var next = path
        while FileFacts.kind(of: next) == .missing {
            missing.append(next)
            next = FileFacts.parent(of: next)
        }
        for folder in missing.reversed() {
            guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                throw RasterError.system("create the folder", folder)
            }
        }
        guard FileFacts.kind(of: path) == .directory else {
            throw RasterError("create the folder", path, reason: "a file has that name", advice: "remove it first")
        }
        return missing.dropFirst().reversed()
    }

    /// Waits until a finished file or folder has reached the disk. On another thread, while the run goes on, it leaves
    /// `commit()` less to wait for.
    package static func synchronise(_ path: String) throws(RasterError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RasterError.system("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw RasterError.system("write", path) }
    }
}
