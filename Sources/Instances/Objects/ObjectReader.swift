import Spool

/// The objects of a raster in the order of their numbers: memory holds one at a time.
package struct ObjectReader {
    private let mostCorners: Int
    private var components: ComponentReader
    private var interiors: SortedEntries<PixelPosition>
    private var rings: SortedEntries<OutlineKey>

    init(
        mostCorners: Int, components: ComponentReader,
        interiors: SortedEntries<PixelPosition>, rings: SortedEntries<OutlineKey>
    ) {
        self.mostCorners = mostCorners
        self.components = components
        self.interiors = interiors
        self.rings = rings
    }

    /// The next object; nil behind the last.
    package mutating func next() throws -> TracedObject? {
        guard let (number, component) = try components.next() else { return nil }
        let first = component.region.first
        let interior = try interiors.next(as: PixelPosition.self)
        precondition(interior?.key == first, "the second sweep saw other objects than the first")
        let polygons = try polygons(of: first)
        return TracedObject(
            id: number, component: component, interior: interior?.value ?? first,
            polygons: polygons ?? [], isOutlineOmitted: polygons == nil)
    }

    /// The outline of an object; nil where it has too many corners.
    private mutating func polygons(of object: PixelPosition) throws -> [OutlinePolygon]? {
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
