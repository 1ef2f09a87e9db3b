/// Fills one table of features of a GeoPackage, and its spatial index. Belongs to one thread.
///
/// GDAL makes the tables; it would take ten times as long to fill them, and its triggers put every feature into the index
/// one by one. Here the index is packed, which SQLite documents the tables of (sqlite.org/rtree.html).
struct GeoPackageTable {
    private let database: SQLiteDatabase
    private let name: String
    private let insertion: SQLiteStatement
    private let index: SpatialIndexTable
    private let spatialReference: Int32
    private var tree: PackedTree
    private var count = 0
    /// Of all shapes.
    private var extent = MapExtent()

    /// An empty table that GDAL has made, with a column `fid`, a column `geom` and a spatial index.
    ///
    /// - Parameter count: how many features will come, about.
    init(_ name: String, columns: Int, count: Int, in database: SQLiteDatabase) throws(RasterError) {
        self.database = database
        self.name = name
        let marks = Array(repeating: "?", count: columns + 2).joined(separator: ", ")
        insertion = try database.statement("INSERT INTO \"\(name)\" VALUES (\(marks))")
        index = try SpatialIndexTable("rtree_\(name)_geom", in: database)
        let question = try database.statement(
            "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = '\(name)'")
        guard try question.next() else { throw RasterError.unwritten(database.path, "there is no layer \(name)") }
        spatialReference = Int32(truncatingIfNeeded: question.integer(0))
        tree = PackedTree(nodeCapacity: index.nodeCapacity, count: count)
    }

    /// Adds a feature.
    ///
    /// - Parameters:
    ///   - shape: nil for none.
    ///   - number: of the feature, from 1, ascending.
    mutating func add(_ values: [FeatureValue], _ shape: ShapeBytes?, number: Int) throws(RasterError) {
        try insertion.bind(number, at: 1)
        if let shape {
            try insertion.bind(Self.blob(shape, spatialReference), at: 2)
            try index(shape.extent, number)
        } else {
            try insertion.bindNull(at: 2)
        }
        for (index, value) in values.enumerated() { try bind(value, at: index + 3) }
        try insertion.run()
        count += 1
    }

    private mutating func index(_ shape: MapExtent, _ number: Int) throws(RasterError) {
        extent.formUnion(shape)
        let entry = PackedTree.Entry(number: number, box: PackedTree.Box(shape))
        let nodes = tree.add(entry)
        if !nodes.isEmpty { try index.write(nodes) }
    }

    private func bind(_ value: FeatureValue, at index: Int) throws(RasterError) {
        switch value {
        case .integer(let number): try insertion.bind(number, at: index)
        case .real(let number): try insertion.bind(number, at: index)
        case .text(let text): try insertion.bind(text, at: index)
        case .flag(let flag): try insertion.bind(flag ? 1 : 0, at: index)
        case .none: try insertion.bindNull(at: index)
        }
    }

    /// Completes the index and what the file says of the table.
    mutating func finish() throws(RasterError) {
        try index.write(tree.finish())
        try database.execute(
            "UPDATE gpkg_ogr_contents SET feature_count = \(count) WHERE table_name = '\(name)'")
        guard !extent.isEmpty else { return }
        let update = try database.statement(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = '\(name)'")
        let corners = [extent.lowX, extent.lowY, extent.highX, extent.highY]
        for (index, number) in corners.enumerated() { try update.bind(number, at: index + 1) }
        try update.run()
    }

    /// A shape as GeoPackage holds it (OGC 12-128r15, 2.1.3): a header, with the extent of what is no point, before the
    /// well-known bytes.
    private static func blob(_ shape: ShapeBytes, _ reference: Int32) -> [UInt8] {
        var bytes: [UInt8] = [0x47, 0x50, 0, shape.isPoint ? 0b0001 : 0b0011]
        bytes.reserveCapacity(40 + shape.bytes.count)
        bytes.append(littleEndian: UInt32(bitPattern: reference))
        if !shape.isPoint {
            let extent = shape.extent
            bytes.append(littleEndian: extent.lowX.bitPattern)
            bytes.append(littleEndian: extent.highX.bitPattern)
            bytes.append(littleEndian: extent.lowY.bitPattern)
            bytes.append(littleEndian: extent.highY.bitPattern)
        }
        return bytes + shape.bytes
    }
}

/// The tables of one spatial index.
private struct SpatialIndexTable {
    /// Bytes of a node's head, and of one entry: a number and four coordinates.
    private static let (headBytes, entryBytes) = (4, 24)

    /// Most entries of a node.
    let nodeCapacity: Int
    private let nodeBytes: Int
    private let nodes: SQLiteStatement
    private let parents: SQLiteStatement
    private let rows: SQLiteStatement

    init(_ name: String, in database: SQLiteDatabase) throws(RasterError) {
        let root = try database.statement("SELECT length(data) FROM \"\(name)_node\" WHERE nodeno = 1")
        guard try root.next(), root.integer(0) >= Self.headBytes + 8 * Self.entryBytes else {
            throw RasterError.unwritten(database.path, "GDAL made no spatial index")
        }
        nodeBytes = root.integer(0)
        nodeCapacity = (nodeBytes - Self.headBytes) / Self.entryBytes
        nodes = try database.statement("INSERT OR REPLACE INTO \"\(name)_node\" VALUES (?, ?)")
        parents = try database.statement("INSERT INTO \"\(name)_parent\" VALUES (?, ?)")
        rows = try database.statement("INSERT INTO \"\(name)_rowid\" VALUES (?, ?)")
    }

    func write(_ finished: [PackedTree.Node]) throws(RasterError) {
        var leaves: [(row: Int, node: Int)] = []
        for node in finished {
            try nodes.bind(node.number, at: 1)
            try nodes.bind(bytes(of: node), at: 2)
            try nodes.run()
            for entry in node.entries {
                if node.level == 0 {
                    leaves.append((entry.number, node.number))
                } else {
                    try put(entry.number, node.number, into: parents)
                }
            }
        }
        // In order, a table grows at its end.
        for leaf in leaves.sorted(by: { $0.row < $1.row }) { try put(leaf.row, leaf.node, into: rows) }
    }

    private func put(_ number: Int, _ node: Int, into statement: SQLiteStatement) throws(RasterError) {
        try statement.bind(number, at: 1)
        try statement.bind(node, at: 2)
        try statement.run()
    }

    /// Big-endian; the root's head begins with the height of the tree.
    private func bytes(of node: PackedTree.Node) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nodeBytes)
        bytes.append(bigEndian: UInt16(node.number == 1 ? node.level : 0))
        bytes.append(bigEndian: UInt16(node.entries.count))
        for entry in node.entries {
            bytes.append(bigEndian: UInt64(entry.number))
            bytes.append(bigEndian: entry.box.lowX.bitPattern)
            bytes.append(bigEndian: entry.box.highX.bitPattern)
            bytes.append(bigEndian: entry.box.lowY.bitPattern)
            bytes.append(bigEndian: entry.box.highY.bitPattern)
        }
        return bytes + Array(repeating: 0, count: nodeBytes - bytes.count)
    }
}
