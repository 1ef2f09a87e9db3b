/// Rings on a round earth: x may come back to where it began after one turn (360 degrees).
extension MapRing {
    /// Takes edges longer than half a turn the short way round, which lets x run beyond the 180th meridian.
    ///
    /// Edges of exactly one turn stay: they border the whole earth. So do rings that would not close (around a pole).
    ///
    /// - Parameter turn: 360 degrees in units of x.
    /// - Returns: true where something changed.
    mutating func unroll(turn: Double) -> Bool {
        var shift = 0.0
        var unrolled = xs
        for index in xs.indices.dropFirst() {
            let step = xs[index] - xs[index - 1]
            if step.magnitude > turn / 2, step.magnitude < turn * (1 - 1e-9) { shift -= step > 0 ? turn : -turn }
            unrolled[index] = xs[index] + shift
        }
        guard shift == 0, unrolled != xs else { return false }
        xs = unrolled
        return true
    }

    /// Moves the ring by whole turns to where its middle is nearest to another's.
    ///
    /// - Returns: true where it lay elsewhere.
    @discardableResult
    mutating func move(near other: MapRing, turn: Double) -> Bool {
        let turns = ((other.middle - middle) / turn).rounded()
        guard turns != 0 else { return false }
        for index in xs.indices { xs[index] += turns * turn }
        return true
    }

    private var middle: Double { ((xs.min() ?? 0) + (xs.max() ?? 0)) / 2 }
}

extension MapPolygon {
    /// What was done to lay the rings of a polygon out flat.
    struct Layout {
        /// Edges were taken the short way round.
        var isUnrolled = false
        /// Rings lie elsewhere than the file says.
        var isMoved = false
    }

    /// Lays the rings out flat: each unrolled, and holes moved to where the outer ring is.
    ///
    /// A hole that reaches across the end of a shell that goes all the way round is given on both sides of it.
    mutating func layOut(turn: Double) -> Layout {
        var layout = Layout()
        for index in rings.indices {
            if rings[index].unroll(turn: turn) { layout.isUnrolled = true }
            if index > 0, rings[index].move(near: rings[0], turn: turn) { layout.isMoved = true }
        }
        let shell = rings[0].reach
        guard shell.high - shell.low > turn * (1 - 1e-9) else { return layout }
        for hole in rings.dropFirst() {
            let reach = hole.reach
            let shift = reach.high > shell.high ? -turn : reach.low < shell.low ? turn : 0
            guard shift != 0 else { continue }
            rings.append(MapRing(xs: hole.xs.map { $0 + shift }, ys: hole.ys))
            layout.isMoved = true
        }
        return layout
    }

    /// Moves the polygon by whole turns to where its outer ring is nearest to another's.
    mutating func move(near other: MapPolygon, turn: Double) {
        guard rings[0].move(near: other.rings[0], turn: turn) else { return }
        for index in rings.indices.dropFirst() { rings[index].move(near: rings[0], turn: turn) }
    }
}

extension MapRing {
    fileprivate var reach: (low: Double, high: Double) { (xs.min() ?? 0, xs.max() ?? 0) }
}
