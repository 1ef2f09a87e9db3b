import CSystem
import Foundation
import RasterModel

/// A local file that a run reads, as it was when the run opened it.
package struct InputFile: Sendable, Hashable {
    /// Most that are looked at of the files of one raster: each look is a call of the system.
    static let most = 10_000

    /// The file's path.
    package let path: String
    private let stamp: FileStamp?
    /// True where an empty file says as much as none: a log of changes, which other programs make as soon as they look.
    private let isNoneWhereEmpty: Bool
    /// The shapefiles and tables in a folder, by name; nil for all else.
    private let tables: [String]?

    /// Notes how a file is now; it need not exist.
    package init(_ path: String) { self.init(path, isNoneWhereEmpty: false) }

    private init(_ path: String, isNoneWhereEmpty: Bool = false, tables: [String]? = nil) {
        self.path = path
        self.isNoneWhereEmpty = isNoneWhereEmpty
        self.tables = tables
        stamp = FileStamp(path, isNoneWhereEmpty: isNoneWhereEmpty)
    }

    /// The local file behind any name that GDAL opens; nil where there is none.
    package init?(behind name: String) {
        guard let path = LocalFile.path(in: name) else { return nil }
        self.init(path)
    }

    /// All local files that a name of vectors stands for, also those that are not there: their coming into being counts.
    ///
    /// An archive is one file. A shapefile has files beside it, an SQLite file (GeoPackage) changes that are not in it yet,
    /// and of a folder of shapefiles all of them count.
    package static func ofVectors(_ name: String) -> [InputFile] {
        guard let path = LocalFile.path(in: name) else { return [] }
        guard FileFacts.kind(of: path) == .directory else { return [InputFile(path)] + beside(path) }
        let tables = ShapefileFamily.tables(in: path)
        return [InputFile(path, tables: tables)] + tables.prefix(most).flatMap { family("\(path)/\($0)") }
    }

    /// A digest of what a name of vectors stands for, whatever it is called and whenever it was written.
    package static func contentDigest(ofVectors name: String) -> String {
        FileDigest.content(of: ofVectors(name), namedBy: name)
    }

    /// What lies beside a plain file and belongs to it.
    private static func beside(_ path: String) -> [InputFile] {
        ShapefileFamily.holds(path) ? family(path).filter { $0.path != path } : changesBeside(path)
    }

    /// Of an SQLite file, what changes to it would be written to first.
    static func changesBeside(_ path: String) -> [InputFile] {
        PendingChanges.companions(of: path).map { InputFile($0, isNoneWhereEmpty: true) }
    }

    private static func family(_ path: String) -> [InputFile] { ShapefileFamily.files(of: path).map { InputFile($0) } }

    /// True where the file is what it was: the same file, as long, changed at the same time; of a folder of shapefiles, with
    /// the same ones in it.
    package var isUnchanged: Bool {
        guard FileStamp(path, isNoneWhereEmpty: isNoneWhereEmpty) == stamp else { return false }
        return tables.map { $0 == ShapefileFamily.tables(in: path) } ?? true
    }

    /// - Throws: where the file is not what it was.
    package func check() throws(RasterError) {
        guard !isUnchanged else { return }
        let isGone = FileFacts.kind(of: path) == .missing
        throw RasterError(
            "read", path,
            reason: "the \(tables == nil ? "file" : "folder") has \(isGone ? "gone" : "changed") since it was opened",
            advice: "run again", kind: .transient)
    }
}

/// What tells one state of a file from another.
private struct FileStamp: Sendable, Hashable {
    private let device: UInt64
    private let node: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// nil where there is no such file.
    init?(_ path: String, isNoneWhereEmpty: Bool) {
        guard let facts = FileFacts.facts(of: path) else { return nil }
        (device, node) = (facts.device, facts.node)
        // What comes into a folder or goes changes the folder, and its files are what counts; a pipe (of a catalog) changes
        // with every byte.
        let isFile = facts.kind == S_IFREG
        size = isFile ? facts.size : 0
        seconds = isFile ? Int(facts.seconds) : 0
        nanoseconds = isFile ? Int(facts.nanoseconds) : 0
        if isNoneWhereEmpty, size == 0 { return nil }
    }
}
