import CSQLite

/// A prepared statement with its parameters.
@safe
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: SQLiteDatabase

    init(owning handle: OpaquePointer, of database: SQLiteDatabase) {
        unsafe self.handle = unsafe handle
        self.database = database
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Sets a parameter, counted from 1.
    func bind(_ number: Int, at index: Int) throws(RasterError) {
        try database.check(unsafe sqlite3_bind_int64(handle, Int32(index), Int64(number)))
    }

    /// Sets a parameter, counted from 1. SQLite takes what is no number for null.
    func bind(_ number: Double, at index: Int) throws(RasterError) {
        try database.check(unsafe sqlite3_bind_double(handle, Int32(index), number))
    }

    /// Sets a parameter, counted from 1.
    func bind(_ text: String, at index: Int) throws(RasterError) {
        try database.check(unsafe quadrat_sqlite_bind_text(handle, Int32(index), text, Int32(text.utf8.count)))
    }

    /// Sets a parameter, counted from 1.
    func bind(_ bytes: [UInt8], at index: Int) throws(RasterError) {
        try database.check(unsafe quadrat_sqlite_bind_blob(handle, Int32(index), bytes, Int32(bytes.count)))
    }

    /// Sets a parameter, counted from 1, to null.
    func bindNull(at index: Int) throws(RasterError) {
        try database.check(unsafe sqlite3_bind_null(handle, Int32(index)))
    }

    /// Runs the statement, which has no results, and makes it ready for the next parameters.
    func run() throws(RasterError) {
        unsafe sqlite3_step(handle)
        try database.check(unsafe sqlite3_reset(handle))
    }

    /// The next row; false behind the last.
    func next() throws(RasterError) -> Bool {
        let status = unsafe sqlite3_step(handle)
        try database.check(status)
        return status == SQLITE_ROW
    }

    /// A value of the row, counted from 0.
    func integer(_ column: Int) -> Int { unsafe Int(sqlite3_column_int64(handle, Int32(column))) }

    /// A value of the row, counted from 0.
    func text(_ column: Int) -> String {
        unsafe sqlite3_column_text(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
    }
}
