/// A polygon in map coordinates: the outer ring first.
struct MapPolygon {
    var rings: [MapRing]
}
