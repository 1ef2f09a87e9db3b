import RasterModel

/// Shapes of a raster as well-known bytes (OGC Simple Features, 8.2) in its CRS, little-endian.
struct ShapeBytes {
    private(set) var bytes: [UInt8] = []
    private let transform: GeoTransform

    private enum Kind: UInt32 {
        case point = 1
        case polygon = 3
        case multiPolygon = 6
    }

    /// A point.
    init(_ point: PixelPoint, _ transform: GeoTransform) {
        self.transform = transform
        begin(.point)
        put(point)
    }

    /// A multi-polygon.
    init(_ polygons: [PolygonShape], _ transform: GeoTransform) {
        self.transform = transform
        let points = polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.points.count + 2 } }
        bytes.reserveCapacity(16 * (points + polygons.count))
        begin(.multiPolygon)
        put(count: polygons.count)
        for polygon in polygons {
            begin(.polygon)
            put(count: polygon.rings.count)
            for ring in polygon.rings {
                // Here the first point is repeated at the end.
                put(count: ring.points.count + 1)
                for point in ring.points { put(point) }
                if let first = ring.points.first { put(first) }
            }
        }
    }

    private mutating func begin(_ kind: Kind) {
        bytes.append(1)
        put(kind.rawValue)
    }

    private mutating func put(count: Int) { put(UInt32(count)) }

    private mutating func put(_ number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private mutating func put(_ point: PixelPoint) {
        let place = transform.position(column: point.column, row: point.row)
        for value in [place.x, place.y] {
            let bits = value.bitPattern
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
    }
}
