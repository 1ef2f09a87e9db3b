import CGDAL
import CSystem
import Foundation
import RasterModel

/// A private copy of an SQLite file with the changes that lie beside it written in, so that the user's files stay as they are.
///
/// It lies in the folder for temporary files, without a name while it is being copied, and is removed with this object, or by
/// a signal that ends the process.
final class DatabaseCopy {
    private static let step = 1 << 20

    private let folder: TemporaryFolder
    /// The copy.
    let path: String

    /// Copies file and changes, and has SQLite put them together.
    init(of changes: PendingChanges) throws(RasterError) {
        let parent = FileManager.default.temporaryDirectory.path
        let name = (changes.file as NSString).lastPathComponent
        guard let folder = TemporaryFolder(in: parent, for: ["", "-wal", "-journal", "-shm"].map { name + $0 }) else {
            throw Self.failed(changes, parent, "no folder can be made there", errno)
        }
        self.folder = folder
        path = folder.path + "/" + name
        let companion = path + (changes.isLog ? "-wal" : "-journal")
        let before = Self.times(of: changes)
        try Self.copy(changes, parent, [changes.file: path, changes.companion: companion])
        guard Self.times(of: changes) == before else {
            throw RasterError(
                "read", changes.file, reason: "another program is writing it at this moment",
                advice: "close that program, or wait until it is done", kind: .transient)
        }
        try SQLiteDatabase.recover(path)
    }

    /// Removes the copy. What has it open keeps it.
    func remove() { folder.remove() }

    private static func times(of changes: PendingChanges) -> [Double?] {
        [changes.file, changes.companion].map { FileFacts.modified($0) }
    }

    private static func failed(
        _ changes: PendingChanges, _ folder: String, _ reason: String, _ number: Int32
    ) -> RasterError {
        RasterError(
            "copy", changes.file,
            reason:
                "changes to it lie beside it ('\((changes.companion as NSString).lastPathComponent)'), so it is read from a "
                + "copy in \(folder): \(reason)",
            advice: "name a folder with more room in TMPDIR", kind: FailureKind(errno: number))
    }

    /// Copies the files and only then gives them their names, the database last.
    private static func copy(
        _ changes: PendingChanges, _ folder: String, _ names: [String: String]
    ) throws(RasterError) {
        let sources = [changes.companion, changes.file]
        var open: [Int32] = []
        defer { for descriptor in open { close(descriptor) } }
        for source in sources {
            let descriptor = unsafe quadrat_open_nameless(names[source] ?? "")
            guard descriptor >= 0 else {
                throw failed(changes, folder, unsafe String(cString: strerror(errno)).lowercased(), errno)
            }
            open.append(descriptor)
            try copy(source, to: descriptor, changes, folder)
        }
        for (source, descriptor) in zip(sources, open) {
            guard unsafe quadrat_name_file(descriptor, names[source] ?? "") == 0 else {
                throw failed(changes, folder, unsafe String(cString: strerror(errno)), errno)
            }
        }
    }

    private static func copy(
        _ source: String, to descriptor: Int32, _ changes: PendingChanges, _ folder: String
    ) throws(RasterError) {
        guard let file = unsafe VSIFOpenL(source, "rb") else {
            throw RasterError("read", source, reason: "it cannot be opened")
        }
        defer { unsafe VSIFCloseL(file) }
        var bytes = [UInt8](repeating: 0, count: step)
        while true {
            let count = unsafe VSIFReadL(&bytes, 1, step, file)
            var written = 0
            while written < count {
                let done = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, count - written)
                }
                if done < 0 && errno == EINTR { continue }
                guard done > 0 else {
                    throw failed(changes, folder, unsafe String(cString: strerror(errno)).lowercased(), errno)
                }
                written += done
            }
            if count < step { return }
        }
    }
}
