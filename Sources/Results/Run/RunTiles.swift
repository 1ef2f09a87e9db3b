/// How a run cut the raster into tiles.
public struct RunTiles: Sendable, Hashable {
    /// Tiles in which something was asked for.
    public let read: Int
    /// In pixels, the last column apart.
    public let width: Int
    /// In pixels, the last row apart.
    public let height: Int
    /// Pixels read around each tile.
    public let halo: Int

    package init(read: Int, width: Int, height: Int, halo: Int) {
        self.read = read
        self.width = width
        self.height = height
        self.halo = halo
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        read = try fields.integer("read")
        width = try fields.integer("width")
        height = try fields.integer("height")
        halo = try fields.integer("halo")
    }

    var json: JSONValue {
        .members(["read": .integer(read), "width": .integer(width), "height": .integer(height), "halo": .integer(halo)])
    }
}
