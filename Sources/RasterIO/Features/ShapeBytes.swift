import RasterModel

/// Shapes of a raster as well-known bytes (OGC Simple Features, 8.2) in its CRS, little-endian.
struct ShapeBytes {
    private(set) var bytes: [UInt8] = []
    /// Of all corners.
    private(set) var extent = MapExtent()
    let isPoint: Bool
    private let transform: GeoTransform

    private enum Kind: UInt32 {
        case point = 1
        case polygon = 3
        case multiPolygon = 6
    }

    /// A point.
    init(_ point: PixelPoint, _ transform: GeoTransform) {
        self.transform = transform
        isPoint = true
        begin(.point)
        put(point)
    }

    /// A multi-polygon.
    init(_ polygons: [PolygonShape], _ transform: GeoTransform) {
        self.transform = transform
        isPoint = false
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
        bytes.append(littleEndian: kind.rawValue)
    }

    private mutating func put(count: Int) { bytes.append(littleEndian: UInt32(count)) }

    private mutating func put(_ point: PixelPoint) {
        let position = transform.position(column: point.column, row: point.row)
        extent.add(position.x, position.y)
        bytes.append(littleEndian: position.x.bitPattern)
        bytes.append(littleEndian: position.y.bitPattern)
    }
}
