/// All zones that a file brings.
package struct ZoneCollection: Hashable, Sendable {
    /// The file, as the user named it.
    package var path: String
    /// Layers that hold polygons, in the order of the file.
    package var layers: [ZoneLayer]
    /// What the user should know: repairs, assumptions, what was left out.
    package var notes: [String]
    /// Where the zones and the raster lie, and what to do, where no zone lies on the raster; nil where one does.
    package var misplaced: String?

    /// A collection from its parts; see the properties.
    package init(path: String, layers: [ZoneLayer], notes: [String], misplaced: String? = nil) {
        self.path = path
        self.layers = layers
        self.notes = notes
        self.misplaced = misplaced
    }

    /// The zones of all layers, in order.
    package var zones: [Zone] { layers.flatMap(\.zones) }
}
