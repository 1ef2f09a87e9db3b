/// What to find out about components.
public struct ComponentRequest: Sendable {
    /// What connects the pixels of a patch where `countsPatches`.
    public static let patchNeighbours = Neighbours.eight

    /// Which classes have components.
    public var keys: PixelKeys
    /// What connects pixels.
    public var neighbours: Neighbours
    /// Components below it are no objects; nil for none.
    public var smallest: PatchLimit?
    /// Components that are not below it are no objects; nil for none.
    public var largest: PatchLimit?
    /// Whether pixels are counted by class inside each component.
    public var countsContents = false
    /// Whether convex hulls are wanted.
    public var findsHull = false
    /// Whether pairs of pixels across corners are counted, which `ShapeFigures` needs.
    public var countsDiagonals = false
    /// Whether the patches of every class are counted too, whatever the components are.
    public var countsPatches = false
    /// Whether an `ObjectTracer` will come by.
    public var tracesOutlines = false

    /// A request for sizes and places.
    public init(keys: PixelKeys, neighbours: Neighbours) {
        self.keys = keys
        self.neighbours = neighbours
    }

    /// Whether areas decide what is an object.
    var comparesAreas: Bool {
        [smallest, largest].contains { limit in
            if case .area = limit { true } else { false }
        }
    }

    func isObject(_ shape: PatchShape) -> Bool {
        let isSmall = smallest?.isAbove(pixels: shape.pixels, area: shape.area, areaUnknown: shape.areaUnknown) ?? false
        let isFine = largest?.isAbove(pixels: shape.pixels, area: shape.area, areaUnknown: shape.areaUnknown) ?? true
        return !isSmall && isFine
    }
}
