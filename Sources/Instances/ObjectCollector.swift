public import RasterModel

/// The second sweep's consumer: ties outlines together over seams, and puts together what belongs to one object.
///
/// Takes what `ObjectTracer` found, block by block in row-major order, on one thread. Memory holds the open outlines,
/// some rows of pixels and twice `sortMemory`.
public struct ObjectCollector {
    private let size: RasterSize
    private let mostCorners: Int
    private var stitcher: OutlineStitcher
    private var interiors = InteriorPixels()
    private var interiorSort: SpilledSort<PixelPlace>
    private var ringSort: SpilledSort<OutlineKey>

    /// A collector for a raster of the given size.
    ///
    /// - Parameters:
    ///   - mostCorners: objects whose outlines have more corners come without, so that memory is bounded: about 80
    ///     bytes a corner.
    ///   - store: takes closed outlines.
    ///   - sortMemory: bytes to collect before they are written.
    public init(
        raster: RasterSize, mostCorners: Int = .max, store: any SpillStore, sortMemory: Int = 16_000_000
    ) {
        size = raster
        self.mostCorners = mostCorners
        stitcher = OutlineStitcher(size: raster, mostCorners: mostCorners)
        interiorSort = SpilledSort(store: store, memory: sortMemory)
        ringSort = SpilledSort(store: store, memory: sortMemory)
    }

    /// Takes the next block.
    public mutating func add(_ block: TracedBlock) throws {
        try interiorSort.add(block.interiors)
        for run in block.runs { interiors.add(run) }
        if block.window.columns.upperBound == size.width { try interiorSort.add(interiors.finish()) }
        guard let outlines = block.outlines else { return }
        try ringSort.add(block.rings)
        stitcher.add(outlines)
        try ringSort.add(stitcher.rings)
    }

    /// All objects. Once all blocks came.
    ///
    /// - Parameter components: from the first sweep.
    public consuming func finish(_ components: consuming SortedEntries<PixelPlace>) throws -> ObjectReader {
        ObjectReader(
            mostCorners: mostCorners, components: components, interiors: try interiorSort.sorted(),
            rings: try ringSort.sorted())
    }
}

/// One object of a raster.
public struct TracedObject: Hashable, Sendable {
    /// Number of the object, from 1 in raster order of first pixels.
    public let id: Int
    /// Size, place and what else was measured.
    public let component: Component
    /// A pixel inside: its centre is the object's interior point.
    public let interior: PixelPlace
    /// The outline: one polygon for each part that is connected by sides, by first pixels. Empty where outlines were not
    /// asked for or this one has too many corners.
    public let polygons: [OutlinePolygon]
    /// True where the outline was left out because it has too many corners.
    public let isOutlineOmitted: Bool
}

/// The objects of a raster in the order of their numbers: memory holds one at a time.
public struct ObjectReader {
    private let mostCorners: Int
    private var components: SortedEntries<PixelPlace>
    private var interiors: SortedEntries<PixelPlace>
    private var rings: SortedEntries<OutlineKey>
    private var count = 0

    fileprivate init(
        mostCorners: Int, components: SortedEntries<PixelPlace>,
        interiors: SortedEntries<PixelPlace>, rings: SortedEntries<OutlineKey>
    ) {
        self.mostCorners = mostCorners
        self.components = components
        self.interiors = interiors
        self.rings = rings
    }

    /// The next object; nil behind the last.
    public mutating func next() throws -> TracedObject? {
        guard let component = try components.next(as: Component.self) else { return nil }
        let interior = try interiors.next(as: PixelPlace.self)
        precondition(interior?.key == component.key, "the second sweep saw other objects than the first")
        count += 1
        let polygons = try polygons(of: component.key)
        return TracedObject(
            id: count, component: component.value, interior: interior?.value ?? component.key,
            polygons: polygons ?? [], isOutlineOmitted: polygons == nil)
    }

    /// The outline of an object; nil where it has too many corners.
    private mutating func polygons(of object: PixelPlace) throws -> [OutlinePolygon]? {
        var polygons: [OutlinePolygon] = []
        var corners = 0
        while rings.nextKey?.object == object, let ring = try rings.next(as: OutlineRing.self)?.value {
            corners = ring.isOmitted || corners > mostCorners ? .max : corners + ring.corners.count
            if corners > mostCorners {
                polygons = []
            } else if ring.isHole {
                polygons[polygons.count - 1].holes.append(ring)
            } else {
                polygons.append(OutlinePolygon(exterior: ring, holes: []))
            }
        }
        return corners > mostCorners ? nil : polygons
    }
}
