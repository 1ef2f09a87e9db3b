import CSQLite
import RasterModel

/// An open SQLite file that is being filled: it has no journal, because a run that breaks off gives the whole file up.
/// Belongs to one thread.
@safe
final class SQLiteDatabase {
    /// For messages.
    let path: String
    private let handle: OpaquePointer

    /// Opens an existing file.
    ///
    /// - Parameter cache: bytes of pages to keep in memory.
    init(path: String, cache: Int) throws(RasterError) {
        self.path = path
        var opened: OpaquePointer?
        let status = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard status == SQLITE_OK, let opened = unsafe opened else {
            let reason = unsafe String(cString: sqlite3_errstr(status))
            unsafe sqlite3_close_v2(opened)
            throw RasterError.unwritten(path, reason)
        }
        unsafe handle = unsafe opened
        try execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
                + "PRAGMA cache_size = -\(cache / 1024)")
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Writes the changes that lie beside a file into it, or takes back one that was broken off: what is left is one file.
    static func recover(_ path: String) throws(RasterError) {
        var opened: OpaquePointer?
        var status = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        defer { unsafe sqlite3_close_v2(opened) }
        if status == SQLITE_OK {
            let sql = "PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE; SELECT count(*) FROM sqlite_master"
            status = unsafe sqlite3_exec(opened, sql, nil, nil, nil)
        }
        guard status == SQLITE_OK else {
            let isDamaged = [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_PERM, SQLITE_READONLY].contains(status)
            throw RasterError(
                "read", path, reason: unsafe String(cString: sqlite3_errstr(status)),
                kind: isDamaged ? .refused : .transient)
        }
    }

    /// Runs statements that have no results.
    func execute(_ sql: String) throws(RasterError) {
        try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// Makes a statement ready.
    func statement(_ sql: String) throws(RasterError) -> SQLiteStatement {
        var prepared: OpaquePointer?
        try check(unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil))
        guard let prepared = unsafe prepared else { preconditionFailure("an empty statement") }
        return unsafe SQLiteStatement(owning: prepared, of: self)
    }

    func check(_ status: Int32) throws(RasterError) {
        guard status != SQLITE_OK, status != SQLITE_DONE, status != SQLITE_ROW else { return }
        throw RasterError.unwritten(path, unsafe String(cString: sqlite3_errmsg(handle)))
    }
}
