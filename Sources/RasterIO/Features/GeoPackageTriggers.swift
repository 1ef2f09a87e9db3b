/// The triggers of a GeoPackage, which keep its index and counts true when others write: taken away while tables are filled
/// in bulk.
struct GeoPackageTriggers {
    private let database: SQLiteDatabase
    private let definitions: [String]

    init(suspendingAllIn database: SQLiteDatabase) throws(RasterError) {
        self.database = database
        var (names, definitions): ([String], [String]) = ([], [])
        let triggers = try database.statement(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('objects', 'points') "
                + "ORDER BY rowid")
        while try triggers.next() {
            names.append(triggers.text(0))
            definitions.append(triggers.text(1))
        }
        self.definitions = definitions
        for name in names { try database.execute("DROP TRIGGER \"\(name)\"") }
    }

    /// Puts them back.
    func resume() throws(RasterError) {
        for definition in definitions { try database.execute(definition) }
    }
}
