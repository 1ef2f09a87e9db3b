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
    mutating func move(near other: MapRing, turn: Double) {
        let turns = ((other.middle - middle) / turn).rounded()
        guard turns != 0 else { return }
        for index in xs.indices { xs[index] += turns * turn }
    }

    private var middle: Double { ((xs.min() ?? 0) + (xs.max() ?? 0)) / 2 }
}
