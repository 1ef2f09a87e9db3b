import CSystem
import Foundation

/// The folder a run writes: `<out>.partial` while it works, `<out>` once everything is in it.
public final class RunFolder {
    /// The folder's final path.
    public let path: String
    /// Where to write until `commit()`.
    public let workingPath: String
    private let overwrites: Bool
    private var lock: Int32

    /// Claims the folder.
    ///
    /// What an earlier run left in `<out>.partial` is removed; a run that is still writing there is left alone.
    /// - Throws: when `<out>` exists and may not be replaced, or the folder cannot be written.
    public init(path: String, overwrites: Bool) throws(RasterError) {
        self.path = path
        self.overwrites = overwrites
        workingPath = path + ".partial"
        lock = -1
        if FileFacts.kind(of: path) != .missing {
            guard overwrites else {
                throw RasterError(
                    "write", path, reason: "it exists already",
                    advice: "choose another folder with --out, or replace it with --overwrite")
            }
            try checkReplaceable()
        }
        try Self.createDirectories(workingPath)
        lock = unsafe open(workingPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw RasterError.system("open", workingPath) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            lock = -1
            throw RasterError(
                "write", path, reason: "another run is writing there now",
                advice: "wait for it, or choose another folder with --out")
        }
        try removeContents()
    }

    deinit { if lock >= 0 { close(lock) } }

    /// Path of a file in the working folder.
    public func file(_ name: String) -> String { workingPath + "/" + name }

    /// Lets the disk begin with a finished file while the run goes on, so that `commit()` has less to wait for.
    public func beginWriting(_ name: String) {
        let descriptor = unsafe open(file(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Only a matter of time: what fails here fails in `commit()` too, and is reported there.
        _ = quadrat_begin_writing(descriptor)
        close(descriptor)
    }

    /// Gives the folder its final name, after everything in it has reached the disk.
    public func commit() throws(RasterError) {
        for name in try contents() { try Self.synchronise(file(name)) }
        try Self.synchronise(workingPath)
        if overwrites, FileFacts.kind(of: path) != .missing {
            // Once more: something else may have come under this name meanwhile.
            try checkReplaceable()
            try replace()
        } else {
            // Fails where a folder with something in it came into being meanwhile.
            guard unsafe rename(workingPath, path) == 0 else {
                throw RasterError.system("rename the finished run to", path)
            }
        }
        try? Self.synchronise((path as NSString).deletingLastPathComponent)
    }

    /// Only what a run has written may be replaced.
    private func checkReplaceable() throws(RasterError) {
        guard FileFacts.kind(of: path) == .directory else {
            throw RasterError("replace", path, reason: "it is a file, not a run folder", advice: "remove it first")
        }
        guard FileFacts.kind(of: path + "/run.json") == .file || FileFacts.isEmptyDirectory(path) else {
            throw RasterError(
                "replace", path, reason: "it is not a run folder (no run.json in it)",
                advice: "choose another folder with --out")
        }
    }

    /// Exchanges old and new, so that there is no moment without a complete folder under this name, and removes the
    /// old one.
    private func replace() throws(RasterError) {
        if unsafe quadrat_exchange_names(workingPath, path) != 0 {
            // The file system cannot exchange: the old folder keeps a name of its own until the new one is there.
            let old = path + ".replaced"
            guard unsafe rename(path, old) == 0, unsafe rename(workingPath, path) == 0 else {
                throw RasterError.system("replace", path)
            }
            try? FileManager.default.removeItem(atPath: old)
        } else {
            try? FileManager.default.removeItem(atPath: workingPath)
        }
    }

    /// Removes what the run has written so far.
    public func discard() {
        try? FileManager.default.removeItem(atPath: workingPath)
    }

    private func contents() throws(RasterError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: workingPath) else {
            throw RasterError("read", workingPath, reason: "the folder has gone while the run was writing it")
        }
        return names.sorted()
    }

    private func removeContents() throws(RasterError) {
        for name in try contents() {
            do { try FileManager.default.removeItem(atPath: file(name)) } catch {
                throw RasterError("clear", file(name), reason: error.localizedDescription)
            }
        }
    }

    private static func createDirectories(_ path: String) throws(RasterError) {
        var parents = [path]
        while let last = parents.last, !last.isEmpty, FileFacts.kind(of: last) == .missing {
            parents.append((last as NSString).deletingLastPathComponent)
        }
        for missing in parents.dropLast().reversed() {
            guard unsafe mkdir(missing, 0o755) == 0 || errno == EEXIST else {
                throw RasterError.system("create the folder", missing)
            }
        }
        guard FileFacts.kind(of: path) == .directory else {
            throw RasterError("create the folder", path, reason: "a file has that name", advice: "remove it first")
        }
    }

    private static func synchronise(_ path: String) throws(RasterError) {
        let descriptor = unsafe open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RasterError.system("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw RasterError.system("write", path) }
    }
}
