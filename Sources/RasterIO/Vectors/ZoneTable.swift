/// The columns of one layer in zones.gpkg: the user's as far as they fit, then the results.
struct ZoneTable: Hashable {
    /// What SQLite holds in one table, the feature's number and its geometry included.
    static let mostColumns = 2000
    private static let mostNames = 5

    /// Name of the column of feature numbers.
    let number: String
    /// Name of the geometry's column.
    let geometry: String
    /// For each of the user's columns its name in the table; nil for those left out.
    let fields: [String?]
    /// Names of the added columns.
    let added: [String]

    private let given: [String]

    /// - Parameters:
    ///   - given: names of the user's columns, in order.
    ///   - columns: those to add.
    init(_ given: [String], adding columns: [FeatureColumn]) {
        self.given = given
        var names = UniqueNames()
        // Feature numbers and geometries have columns too, and must leave the user's theirs.
        for name in given { names.reserve(name) }
        (number, geometry) = (names.take("fid"), names.take("geom"))
        let room = max(0, Self.mostColumns - 2 - columns.count)
        var own = UniqueNames()
        own.reserve(number)
        own.reserve(geometry)
        fields = given.enumerated().map { index, name in
            index < room ? own.take(name.isEmpty ? "column_\(index + 1)" : name) : nil
        }
        added = columns.map { own.take($0.name) }
    }

    /// What becomes otherwise than the user has it, one line each.
    var notes: [String] {
        var lines: [String] = []
        let renamed = zip(given, fields).compactMap { old, new in new.flatMap { $0 == old ? nil : "'\(old)' is \($0)" }
        }
        if !renamed.isEmpty {
            lines.append(
                "columns have other names in zones.gpkg, where each needs one of its own: \(Self.list(renamed))")
        }
        let missing = zip(given, fields).compactMap { $1 == nil ? $0 : nil }
        if !missing.isEmpty {
            lines.append(
                "zones.gpkg has no room for \(missing.count) of its \(given.count) columns (a table holds "
                    + "\(Self.mostColumns), \(added.count) of them for results): \(Self.list(missing))")
        }
        return lines
    }

    /// The first few, and how many more there are.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(mostNames).map { $0.count > 60 ? "\($0.prefix(60))..." : $0 }
        let more = names.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
