/// Rings by how they lie in each other, whatever their order and whichever way round they run.
extension MapRing {
    /// Polygons that rings make: what lies in one of them is inside, in a second one a hole, in a third one an island.
    ///
    /// Rings that are there twice count once; those without an area do not count. The rings must not cross.
    static func nested(_ rings: [MapRing]) -> [MapPolygon] {
        var kept: [(ring: MapRing, area: Double)] = []
        /// Rings kept, by their frames: only those of one frame can be the same.
        var framed: [RingFrame: [Int]] = [:]
        for ring in rings where ring.xs.count > 3 {
            let (area, frame) = (ring.area, RingFrame(ring))
            let isRepeated = framed[frame, default: []].contains {
                kept[$0].area == area && kept[$0].ring.isSame(as: ring)
            }
            if area > 0, !isRepeated {
                framed[frame, default: []].append(kept.count)
                kept.append((ring, area))
            }
        }
        // Larger ones first: only they can be around others. Equal ones stay in the order of the file.
        let order = kept.indices.sorted { (kept[$1].area, $0) < (kept[$0].area, $1) }.map { kept[$0].ring }
        let frames = order.map { RingFrame($0) }
        var polygons: [MapPolygon] = []
        /// The polygon that each ring is the border of; nil for holes.
        var shells: [Int?] = []
        for (index, ring) in order.enumerated() {
            let point = ring.interiorPoint
            let around = frames[..<index].indices.filter { frames[$0].contains(point) && order[$0].contains(point) }
            if around.count.isMultiple(of: 2) {
                shells.append(polygons.count)
                polygons.append(MapPolygon(rings: [ring]))
            } else {
                shells.append(nil)
                if let inner = around.compactMap({ shells[$0] }).last { polygons[inner].rings.append(ring) }
            }
        }
        return polygons
    }

    /// Not signed (Gauss's formula, from the first point).
    var area: Double {
        guard let x = xs.first, let y = ys.first else { return 0 }
        var twice = 0.0
        for index in xs.indices.dropFirst() {
            twice += (xs[index - 1] - x) * (ys[index] - y) - (xs[index] - x) * (ys[index - 1] - y)
        }
        return twice.magnitude / 2
    }

    /// True for the same corners, from whichever on and in whichever direction.
    private func isSame(as other: MapRing) -> Bool {
        guard xs.count == other.xs.count else { return false }
        func corners(_ ring: MapRing) -> [SIMD2<Double>] {
            ring.xs.indices.dropLast().map { SIMD2(ring.xs[$0], ring.ys[$0]) }
                .sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        }
        return corners(self) == corners(other)
    }

    /// A point well inside: in the middle of the widest part of a line that keeps away from corners.
    private var interiorPoint: SIMD2<Double> {
        let levels = ys.sorted()
        let gap = levels.indices.dropFirst().max { levels[$0] - levels[$0 - 1] < levels[$1] - levels[$1 - 1] } ?? 0
        let y = gap > 0 ? levels[gap - 1] + (levels[gap] - levels[gap - 1]) / 2 : levels.first ?? 0
        let crossings = xs(at: y).sorted()
        var widest = (low: xs.first ?? 0, high: xs.first ?? 0)
        for index in stride(from: 1, to: crossings.count, by: 2)
        where crossings[index] - crossings[index - 1] > widest.high - widest.low {
            widest = (crossings[index - 1], crossings[index])
        }
        return SIMD2(widest.low + (widest.high - widest.low) / 2, y)
    }

    /// True where a point lies inside by the rule of even and odd crossings.
    private func contains(_ point: SIMD2<Double>) -> Bool {
        var isInside = false
        for index in xs.indices.dropFirst() {
            let (before, after) = (ys[index - 1], ys[index])
            guard (before > point.y) != (after > point.y) else { continue }
            let x = xs[index - 1] + (xs[index] - xs[index - 1]) * ((point.y - before) / (after - before))
            if x > point.x { isInside.toggle() }
        }
        return isInside
    }

    /// Where edges cross a level.
    private func xs(at y: Double) -> [Double] {
        xs.indices.dropFirst().compactMap { index in
            let (before, after) = (ys[index - 1], ys[index])
            guard (before > y) != (after > y) else { return nil }
            return xs[index - 1] + (xs[index] - xs[index - 1]) * ((y - before) / (after - before))
        }
    }
}

/// The smallest rectangle around a ring.
private struct RingFrame: Hashable {
    private let low: SIMD2<Double>
    private let high: SIMD2<Double>

    init(_ ring: MapRing) {
        var (low, high) = (SIMD2(repeating: Double.infinity), SIMD2(repeating: -Double.infinity))
        for index in ring.xs.indices {
            let corner = SIMD2(ring.xs[index], ring.ys[index])
            low = pointwiseMin(low, corner)
            high = pointwiseMax(high, corner)
        }
        (self.low, self.high) = (low, high)
    }

    func contains(_ point: SIMD2<Double>) -> Bool {
        point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y
    }
}
