import RasterModel

/// Draws a ring's straight edges in another CRS, where they are curves: points are added until straight pieces between
/// them stay within a tolerance.
struct EdgeProjection: ~Copyable {
    /// Why a ring cannot be drawn.
    enum Failure: Error {
        /// A point has no place in the raster's CRS.
        case outsideDomain
        /// An edge is torn apart, however finely it is cut.
        case torn
    }

    /// One corner: its place in the file's CRS, in the raster's, and whether the edge that begins there is fine.
    private struct Corner {
        var x: Double
        var y: Double
        var mapX: Double
        var mapY: Double
        var isSettled = false
    }

    let projection: VectorProjection
    let transform: GeoTransform
    let raster: PixelBounds
    /// 360 degrees in units of the raster's x; nil where x does not come back.
    let turn: Double?

    init(projection: consuming VectorProjection, transform: GeoTransform, raster: PixelBounds, turn: Double?) {
        self.projection = projection
        self.transform = transform
        self.raster = raster
        self.turn = turn
    }

    /// Pixels that an edge may be off where it is near the raster; elsewhere a ten-millionth of the ring's extent is
    /// enough, if that is more.
    static let tolerance = 1e-3
    private static let mostPasses = 24
    /// Points that may be added to one ring, and to all of a layer: what needs more is damaged or meant to harm.
    private static let mostPoints = (ring: 1 << 17, layer: 1 << 23)
    private var points = 0
    /// Where an edge is tried and cut, from its western end: not its middle, where a double bend shows nothing. Both
    /// neighbours of an edge cut it at the same points.
    private static let cut = 0.42

    /// The ring in the raster's CRS; the last point repeats the first.
    mutating func draw(_ ring: MapRing) throws(Failure) -> MapRing {
        var (xs, ys) = (ring.xs, ring.ys)
        guard projection.apply(&xs, &ys).allSatisfy(\.self) else { throw .outsideDomain }
        var drawn = MapRing(xs: xs, ys: ys)
        if let turn { _ = drawn.unroll(turn: turn) }
        var corners = ring.xs.indices.map { index in
            Corner(x: ring.xs[index], y: ring.ys[index], mapX: drawn.xs[index], mapY: drawn.ys[index])
        }
        let far = max(Self.tolerance, 1e-7 * extent(of: drawn))
        var worst = 0.0
        for _ in 0..<Self.mostPasses {
            let before = corners.count
            worst = try refine(&corners, far: far)
            points += corners.count - before
            guard corners.count - ring.xs.count < Self.mostPoints.ring, points < Self.mostPoints.layer else {
                throw .torn
            }
            if worst == 0 { return MapRing(xs: corners.map(\.mapX), ys: corners.map(\.mapY)) }
        }
        // Noise of a projection in pixels of some micrometres is no tear.
        guard worst < 1 else { throw .torn }
        return MapRing(xs: corners.map(\.mapX), ys: corners.map(\.mapY))
    }

    /// Tries every edge that is not settled, and cuts those that bend.
    ///
    /// - Returns: the most that an edge was off in pixels; 0 where all are fine.
    private func refine(_ corners: inout [Corner], far: Double) throws(Failure) -> Double {
        let open = corners.indices.dropLast().filter { !corners[$0].isSettled }
        guard !open.isEmpty else { return 0 }
        let trials = try cuts(of: open, in: corners)
        var refined: [Corner] = []
        refined.reserveCapacity(corners.count + open.count)
        var (next, worst) = (0, 0.0)
        for index in corners.indices {
            refined.append(corners[index])
            guard next < open.count, open[next] == index else { continue }
            let off = deviation(of: trials[next], from: corners[index], to: corners[index + 1], far: far)
            if off > 0 { refined.append(trials[next].corner) } else { refined[refined.count - 1].isSettled = true }
            worst = max(worst, off)
            next += 1
        }
        corners = refined
        return worst
    }

    /// Points on edges, projected, and where the straight pieces have them.
    private func cuts(
        of edges: [Int], in corners: [Corner]
    ) throws(Failure) -> [(corner: Corner, chordX: Double, chordY: Double)] {
        let shares = edges.map { index in
            let (a, b) = (corners[index], corners[index + 1])
            return (a.x, a.y) < (b.x, b.y) ? Self.cut : 1 - Self.cut
        }
        // Weighing from the western end gives both neighbours of an edge the same digits.
        let positions = zip(edges, shares).map { index, share in
            var (a, b) = (corners[index], corners[index + 1])
            if share != Self.cut { swap(&a, &b) }
            return (x: a.x + (b.x - a.x) * Self.cut, y: a.y + (b.y - a.y) * Self.cut)
        }
        var (xs, ys) = (positions.map(\.x), positions.map(\.y))
        guard projection.apply(&xs, &ys).allSatisfy(\.self) else { throw .outsideDomain }
        return edges.indices.map { edge in
            let (a, b, share) = (corners[edges[edge]], corners[edges[edge] + 1], shares[edge])
            let chord = (x: a.mapX + (b.mapX - a.mapX) * share, y: a.mapY + (b.mapY - a.mapY) * share)
            if let turn { xs[edge] += ((chord.x - xs[edge]) / turn).rounded() * turn }
            let corner = Corner(x: positions[edge].x, y: positions[edge].y, mapX: xs[edge], mapY: ys[edge])
            return (corner, chord.x, chord.y)
        }
    }

    /// Pixels that an edge is off at its cut; 0 where that is within the tolerance.
    private func deviation(
        of trial: (corner: Corner, chordX: Double, chordY: Double), from a: Corner, to b: Corner, far: Double
    ) -> Double {
        let point = transform.pixel(x: trial.corner.mapX, y: trial.corner.mapY)
        let chord = transform.pixel(x: trial.chordX, y: trial.chordY)
        let off = max((point.column - chord.column).magnitude, (point.row - chord.row).magnitude)
        guard off > Self.tolerance else { return 0 }
        guard off <= far else { return off }
        var bounds = PixelBounds([transform.pixel(x: a.mapX, y: a.mapY), transform.pixel(x: b.mapX, y: b.mapY)])
        bounds.grow(by: 2 * off)
        return bounds.overlaps(raster) ? off : 0
    }

    private func extent(of ring: MapRing) -> Double {
        let bounds = PixelBounds(ring.xs.indices.map { transform.pixel(x: ring.xs[$0], y: ring.ys[$0]) })
        return max(bounds.right - bounds.left, bounds.bottom - bounds.top)
    }
}
