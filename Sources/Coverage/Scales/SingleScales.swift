import RasterModel

/// The scale at each pixel of a window.
struct SingleScales: Sendable {
    let window: PixelWindow
    /// Row-major; NaN where it is not known.
    let values: [Double]

    func value(column: Int, row: Int) -> Double {
        values[window.index(column: column, row: row)]
    }
}
