package import RasterModel

/// Finds out whether zones overlap, without working out where: mostly they do not, and then their union is their sum.
///
/// Two polygons overlap where their edges cross, or else where the middle of an edge of one lies inside the other, or
/// where both follow the same edge with their insides on the same side. Zones that share borders do none of it, as long
/// as their corners are the same or lie on each other's edges to a hundred-millionth of a pixel.
package struct ZoneOverlap {
    /// Zones are asked in pairs; this many comparisons are worth it.
    private static let mostWork = 200_000_000

    private let zones: [ZoneOutline]
    private var work = 0

    private init(_ zones: [ZoneOutline]) { self.zones = zones }

    /// False only where no zones overlap by more than a hundred-millionth of a pixel; true too where that would take
    /// too long to find out.
    ///
    /// - Parameter zones: polygons of each zone, in pixel coordinates.
    /// - Complexity: O(pairs of zones that meet x edges near each other).
    package static func isPossible(among zones: [[PolygonShape]]) -> Bool {
        let outlines = zones.filter { !$0.isEmpty }.map(ZoneOutline.init)
        var search = ZoneOverlap(outlines.sorted { $0.bounds.top < $1.bounds.top })
        return search.finds()
    }

    private mutating func finds() -> Bool {
        for (index, zone) in zones.enumerated() {
            for other in zones[(index + 1)...] {
                guard other.bounds.top < zone.bounds.bottom else { break }
                work += 1
                guard zone.bounds.overlaps(other.bounds) else { continue }
                work += zone.edges.count + other.edges.count
                if overlap(zone, other) || work > Self.mostWork { return true }
            }
        }
        return false
    }

    private mutating func overlap(_ a: ZoneOutline, _ b: ZoneOutline) -> Bool {
        let (near, far) = (a.edges(near: b.bounds), b.edges(near: a.bounds))
        work += near.count * far.count + near.count * b.edges.count + far.count * a.edges.count
        guard work <= Self.mostWork else { return true }
        return near.contains { edge in far.contains { edge.crosses($0) } }
            || near.contains { b.covers($0) } || far.contains { a.covers($0) }
    }
}
