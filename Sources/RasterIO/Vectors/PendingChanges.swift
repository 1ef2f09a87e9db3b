import CGDAL
import Foundation

/// Changes to an SQLite file (GeoPackage, MBTiles, SpatiaLite) that lie beside it and not in it yet: whoever reads the file alone
/// sees what was, and whoever lets SQLite read it has them written in, or taken back, and removed.
struct PendingChanges {
    /// The database file, links followed.
    let file: String
    /// The file beside it.
    let companion: String
    /// A log of finished changes ("-wal"), or what a broken-off change has overwritten ("-journal").
    let isLog: Bool

    private static let journalHead: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

    /// nil where there are none, or the file is no SQLite file.
    ///
    /// - Parameter evenEmpty: takes a log without anything in it for one, too: SQLite would remove it.
    init?(of name: String, evenEmpty: Bool = false) {
        let path = Self.file(of: name)
        guard Self.head(of: path) != nil else { return nil }
        file = FileFacts.resolved(path)
        if Self.bytes(of: file + "-wal", count: evenEmpty ? 0 : 1) != nil {
            (companion, isLog) = (file + "-wal", true)
        } else if Self.bytes(of: file + "-journal", count: Self.journalHead.count) == Self.journalHead {
            (companion, isLog) = (file + "-journal", false)
        } else {
            return nil
        }
    }

    /// The files beside an SQLite file in which changes to it may come to lie, links followed; none for other files.
    static func companions(of path: String) -> [String] {
        guard FileFacts.kind(of: path) == .file, head(of: path) != nil else { return [] }
        return ["-wal", "-journal"].map { FileFacts.resolved(path) + $0 }
    }

    /// True for an SQLite file that wants logs beside it: opening it would make some, unless it is taken for unchangeable.
    static func areLogged(in path: String) -> Bool { head(of: path).map { $0[18] == 2 || $0[19] == 2 } ?? false }

    /// Refuses a raster with such changes: it may be large, and is opened many times.
    static func refuse(in path: String) throws(RasterError) {
        guard let changes = PendingChanges(of: path) else { return }
        let name = (changes.companion as NSString).lastPathComponent
        let write = changes.isLog ? "PRAGMA wal_checkpoint(TRUNCATE)" : "SELECT count(*) FROM sqlite_master"
        throw RasterError(
            "open", path,
            reason: changes.isLog
                ? "changes to it lie beside it ('\(name)') and not in it yet"
                : "a change to it was broken off and has to be taken back ('\(name)')",
            advice: "close the program that has it open, or let SQLite do it: sqlite3 '\(changes.file)' '\(write)'")
    }

    /// The file in a name that asks for one table of it, as "GPKG:fields.gpkg:ortho".
    private static func file(of name: String) -> String {
        guard let start = ["GPKG:", "SQLITE:"].first(where: { name.uppercased().hasPrefix($0) }) else { return name }
        let rest = name.dropFirst(start.count)
        let file = rest.lastIndex(of: ":").map { rest[..<$0] } ?? rest
        return String(file).replacingOccurrences(of: "\"", with: "")
    }

    /// The first bytes of an SQLite file; nil for others. Names of files only: whole documents are names to GDAL, too, and
    /// whoever looks into a pipe waits for somebody to write.
    private static func head(of path: String) -> [UInt8]? {
        let isLocal = FileFacts.kind(of: path) == .file && FileFacts.stream(path) == nil
        guard path.hasPrefix("/vsizip/") || path.hasPrefix("/vsitar/") || isLocal,
            let bytes = bytes(of: path, count: 20), bytes.starts(with: Array("SQLite format 3\0".utf8))
        else { return nil }
        return bytes
    }

    private static func bytes(of path: String, count: Int) -> [UInt8]? {
        GDALMessages.during { _ in
            guard let file = unsafe VSIFOpenL(path, "rb") else { return nil }
            defer { unsafe VSIFCloseL(file) }
            var bytes = [UInt8](repeating: 0, count: count)
            return unsafe VSIFReadL(&bytes, 1, count, file) == count ? bytes : nil
        }
    }
}
