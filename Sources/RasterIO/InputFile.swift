import Foundation

/// A local file that a run reads, as it was when the run opened it.
public struct InputFile: Sendable, Hashable {
    /// Most that are looked at of the files of one raster: each look is a call of the system.
    static let most = 10_000

    /// The file's path.
    public let path: String
    private let stamp: FileStamp?

    /// Notes how a file is now; it need not exist.
    public init(_ path: String) {
        self.path = path
        stamp = FileStamp(path)
    }

    /// The local file behind any name that GDAL opens; nil where there is none.
    public init?(behind name: String) {
        guard let path = LocalFile.path(in: name) else { return nil }
        self.init(path)
    }

    /// A vector file and, of a shapefile, the files beside it.
    public static func ofVectors(_ name: String) -> [InputFile] {
        guard let path = LocalFile.path(in: name) else { return [] }
        let stem = (path as NSString).deletingPathExtension
        let isShapefile = path.lowercased().hasSuffix(".shp")
        let beside = isShapefile ? ["dbf", "shx", "prj", "cpg"].map { "\(stem).\($0)" } : []
        return [InputFile(path)] + beside.filter { FileFacts.kind(of: $0) == .file }.map { InputFile($0) }
    }

    /// True where the file is what it was: the same file, as long, changed at the same time.
    public var isUnchanged: Bool { FileStamp(path) == stamp }

    /// - Throws: where the file is not what it was.
    public func check() throws(RasterError) {
        guard !isUnchanged else { return }
        let isGone = FileFacts.kind(of: path) == .missing
        throw RasterError(
            "read", path, reason: "the file has \(isGone ? "gone" : "changed") since it was opened", advice: "run again"
        )
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
    init?(_ path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        node = UInt64(facts.st_ino)
        // What comes into a folder or goes changes the folder, and its files are what counts; a pipe (of a catalog) changes
        // with every byte.
        let isFile = facts.st_mode & S_IFMT == S_IFREG
        size = isFile ? Int64(facts.st_size) : 0
        seconds = isFile ? facts.st_mtim.tv_sec : 0
        nanoseconds = isFile ? facts.st_mtim.tv_nsec : 0
    }
}
