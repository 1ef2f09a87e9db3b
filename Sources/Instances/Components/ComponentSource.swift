package import RasterModel

/// Objects that are components of classes: what is connected and of one class, or of one group of classes, is one object.
package struct ComponentSource: ObjectSource {
    /// Which classes have components.
    package let keys: PixelKeys
    /// What connects pixels.
    package let neighbours: Neighbours

    /// Components of the classes of `keys`.
    package init(keys: PixelKeys, neighbours: Neighbours) {
        self.keys = keys
        self.neighbours = neighbours
    }

    /// The key is the class alone.
    package func scan(_ codes: Span<UInt8>, window: PixelWindow, into runs: inout BlockRuns) {
        runs.scan(codes, size: window.size, keys: keys)
    }
}
