/// The zones of one layer of a file.
public struct ZoneLayer: Hashable, Sendable {
    /// Name of the layer.
    public var name: String
    /// The column that ids come from; nil where they are the file's feature numbers.
    public var idField: String?
    /// Why that column, for the user.
    public var idReason: String
    /// In the order of the file.
    public var zones: [Zone]
    /// Names of all columns, in order.
    public var columns: [String] = []
    /// True where features of the file share numbers: then theirs are counted from 1.
    public var isRenumbered = false

    /// A layer from its parts; see the properties.
    public init(name: String, idField: String?, idReason: String, zones: [Zone]) {
        self.name = name
        self.idField = idField
        self.idReason = idReason
        self.zones = zones
    }
}

/// All zones that a file brings.
public struct ZoneCollection: Hashable, Sendable {
    /// The file, as the user named it.
    public var path: String
    /// Layers that hold polygons, in the order of the file.
    public var layers: [ZoneLayer]
    /// What the user should know: repairs, assumptions, what was left out.
    public var notes: [String]
    /// Where the zones and the raster lie, and what to do, where no zone lies on the raster; nil where one does.
    public var misplaced: String?

    /// A collection from its parts; see the properties.
    public init(path: String, layers: [ZoneLayer], notes: [String], misplaced: String? = nil) {
        self.path = path
        self.layers = layers
        self.notes = notes
        self.misplaced = misplaced
    }

    /// The zones of all layers, in order.
    public var zones: [Zone] { layers.flatMap(\.zones) }
}
