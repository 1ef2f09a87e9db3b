/// Rings on a round earth: x may come back to where it began after one turn (360 degrees).
extension MapRing {
    /// Takes edges longer than half a turn the short way round, which lets x run beyond the 180th meridian.
    ///
    /// Edges of exactly one turn lead from a corner on one side of the meridian to the same one on its other side, or
    /// border the whole earth: these stay. So do rings that would not close (around a pole).
    ///
    /// - Parameter turn: 360 degrees in units of x.
    /// - Returns: true where something changed.
    mutating func unroll(turn: Double) -> Bool {
        let all = unrolled(turn: turn, longest: turn * (1 + 1e-9))
        if let all, all == xs { return false }
        if let all, MapRing(xs: all, ys: ys).isOutline(nearest: turn * 1e-9) {
            xs = all
            return true
        }
        guard let some = unrolled(turn: turn, longest: turn * (1 - 1e-9)), some != xs else { return false }
        xs = some
        return true
    }

    /// Where x comes to when edges longer than half a turn, up to a longest one, are taken the short way round.
    ///
    /// - Returns: nil where the ring would not close.
    private func unrolled(turn: Double, longest: Double) -> [Double]? {
        var shift = 0.0
        var unrolled = xs
        for index in xs.indices.dropFirst() {
            let step = xs[index] - xs[index - 1]
            if step.magnitude > turn / 2, step.magnitude < longest { shift -= step > 0 ? turn : -turn }
            unrolled[index] = xs[index] + shift
        }
        return shift == 0 ? unrolled : nil
    }

    /// True for a ring with an area that nowhere turns back on itself, as one all the way round does when rolled up.
    ///
    /// - Parameter nearest: corners nearer to each other than this are one.
    private func isOutline(nearest: Double) -> Bool {
        guard area > 0 else { return false }
        var corners: [SIMD2<Double>] = []
        for index in xs.indices {
            let corner = SIMD2(xs[index], ys[index])
            if let last = corners.last, max((corner - last).x.magnitude, (corner - last).y.magnitude) <= nearest {
                continue
            }
            corners.append(corner)
        }
        // The last corner is the first one again.
        guard corners.count > 3 else { return false }
        return corners.indices.dropLast().allSatisfy { index in
            let before = corners[index] - corners[index > 0 ? index - 1 : corners.count - 2]
            let after = corners[index + 1] - corners[index]
            let isStraight = (before.x * after.y - before.y * after.x).magnitude <= nearest * nearest
            return !isStraight || (before * after).sum() > 0
        }
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
    /// A hole that reaches across the end of a shell that goes all the way round is cut there, and lies at both ends.
    mutating func layOut(turn: Double) -> Layout {
        var layout = Layout()
        for index in rings.indices {
            if rings[index].unroll(turn: turn) { layout.isUnrolled = true }
            if index > 0, rings[index].move(near: rings[0], turn: turn) { layout.isMoved = true }
        }
        let shell = rings[0].reach
        guard shell.high - shell.low > turn * (1 - 1e-9) else { return layout }
        for index in rings.indices.dropFirst() {
            let reach = rings[index].reach
            let shift = reach.high > shell.high ? -turn : reach.low < shell.low ? turn : 0
            guard shift != 0 else { continue }
            let across = MapRing(xs: rings[index].xs.map { $0 + shift }, ys: rings[index].ys)
            rings[index] = rings[index].cut(to: shell)
            rings.append(across.cut(to: shell))
            layout.isMoved = true
        }
        if layout.isMoved { rings.removeAll { $0.xs.isEmpty } }
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

    /// What of the ring lies between two meridians; edges along them close it. Empty where that has no area.
    fileprivate func cut(to reach: (low: Double, high: Double)) -> MapRing {
        let part = cut(at: reach.low, keeps: { $0 >= reach.low }).cut(at: reach.high, keeps: { $0 <= reach.high })
        return part.area > 0 ? part : MapRing(xs: [], ys: [])
    }

    /// What of the ring lies on one side of a meridian, closed.
    private func cut(at x: Double, keeps: (Double) -> Bool) -> MapRing {
        var part = MapRing(xs: [], ys: [])
        for index in xs.indices {
            if index > 0, keeps(xs[index - 1]) != keeps(xs[index]) {
                let share = (x - xs[index - 1]) / (xs[index] - xs[index - 1])
                part.xs.append(x)
                part.ys.append(ys[index - 1] + (ys[index] - ys[index - 1]) * share)
            }
            if keeps(xs[index]) {
                part.xs.append(xs[index])
                part.ys.append(ys[index])
            }
        }
        guard let first = part.xs.first, first != part.xs.last || part.ys.first != part.ys.last else { return part }
        part.xs.append(first)
        part.ys.append(part.ys[0])
        return part
    }
}
