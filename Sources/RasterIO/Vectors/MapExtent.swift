/// The least rectangle in map coordinates around some places.
struct MapExtent {
    private(set) var lowX = Double.infinity
    private(set) var highX = -Double.infinity
    private(set) var lowY = Double.infinity
    private(set) var highY = -Double.infinity

    /// True before the first place.
    var isEmpty: Bool { lowX > highX }

    mutating func add(_ x: Double, _ y: Double) {
        (lowX, highX) = (min(lowX, x), max(highX, x))
        (lowY, highY) = (min(lowY, y), max(highY, y))
    }

    mutating func formUnion(_ other: MapExtent) {
        (lowX, highX) = (min(lowX, other.lowX), max(highX, other.highX))
        (lowY, highY) = (min(lowY, other.lowY), max(highY, other.highY))
    }
}
