/// What to find out about components.
package struct ComponentRequest: Sendable {
    /// What connects the pixels of a patch where `countsPatches`.
    package static let patchNeighbours = Neighbours.eight

    /// Makes what decides which pixels are of one object: one for each worker.
    let makeSource: @Sendable () -> any ObjectSource
    /// Components below it are no objects; nil for none.
    package var smallest: PatchLimit?
    /// Components that are not below it are no objects; nil for none.
    package var largest: PatchLimit?
    /// Whether pixels are counted by class inside each component.
    package var countsContents = false
    /// Whether convex hulls are wanted.
    package var findsHull = false
    /// Whether pairs of pixels across corners are counted, which `ShapeFigures` needs.
    package var countsDiagonals = false
    /// Whether the patches of every class are counted too, whatever the components are.
    package var countsPatches = false
    /// Whether an `ObjectTracer` will come by.
    package var tracesOutlines = false

    /// A request for sizes and positions.
    ///
    /// - Parameter source: each worker gets a copy.
    package init(_ source: some ObjectSource) {
        // A function, not an existential: what holds a request stays a value that fits into registers.
        makeSource = { source }
    }

    /// A request for sizes and positions of the components of classes.
    package init(keys: PixelKeys, neighbours: Neighbours) {
        self.init(ComponentSource(keys: keys, neighbours: neighbours))
    }

    /// Whether areas decide what is an object.
    var comparesAreas: Bool {
        [smallest, largest].contains { limit in
            if case .area = limit { true } else { false }
        }
    }

    func isObject(_ region: RegionProperties) -> Bool {
        let isSmall =
            smallest?.isAbove(pixels: region.pixels, area: region.area, areaUnknown: region.areaUnknown) ?? false
        let isFine = largest?.isAbove(pixels: region.pixels, area: region.area, areaUnknown: region.areaUnknown) ?? true
        return !isSmall && isFine
    }
}
