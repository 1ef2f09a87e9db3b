/// The zones of one layer of a file.
package struct ZoneLayer: Hashable, Sendable {
    /// Name of the layer.
    package var name: String
    /// The column that ids come from; nil where they are the file's feature numbers.
    package var idField: String?
    /// Why that column, for the user.
    package var idReason: String
    /// In the order of the file.
    package var zones: [Zone]
    /// Names of all columns, in order.
    package var columns: [String] = []
    /// True where features of the file share numbers: then theirs are counted from 1.
    package var isRenumbered = false

    /// A layer from its parts; see the properties.
    package init(name: String, idField: String?, idReason: String, zones: [Zone]) {
        self.name = name
        self.idField = idField
        self.idReason = idReason
        self.zones = zones
    }
}
