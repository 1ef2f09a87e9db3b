/// Weights of four equidistant nodes at -1, 0, 1, 2 for a position in 0 ..< 1 (Lagrange), and their derivatives.
struct CubicWeights {
    let values: SIMD4<Double>
    let slopes: SIMD4<Double>

    init(at t: Double) {
        let (a, b, c, sixth) = (t + 1, t - 1, t - 2, 1.0 / 6)
        values = SIMD4(-t * b * c, 3 * a * b * c, -3 * a * t * c, a * t * b) * sixth
        let square = 3 * t * t
        slopes =
            SIMD4(6 * t - square - 2, 3 * (square - 4 * t - 1), 3 * (2 * t + 2 - square), square - 1) * sixth
    }
}
