import RasterModel

/// The areal scale over a rectangle of pixels as a polynomial of fourth degree in column and in row, and its integral
/// over rings.
struct ScalePatch {
    /// By power of the column, then of the row; both run from -1 to 1 over the rectangle.
    private let coefficients: [[Double]]
    private let centre: PixelPoint
    private let half: (columns: Double, rows: Double)

    /// Pixel positions at which a patch needs the scale: row-major, five by five.
    static func nodes(of bounds: PixelBounds) -> [PixelPoint] {
        let columns = steps.map { (bounds.left + bounds.right + $0 * (bounds.right - bounds.left)) / 2 }
        let rows = steps.map { (bounds.top + bounds.bottom + $0 * (bounds.bottom - bounds.top)) / 2 }
        return rows.flatMap { row in columns.map { PixelPoint(column: $0, row: row) } }
    }

    private static let steps = [-1, -0.5, 0, 0.5, 1]

    /// - Parameter values: the scale at the nodes.
    init(bounds: PixelBounds, values: [Double]) {
        centre = PixelPoint(column: (bounds.left + bounds.right) / 2, row: (bounds.top + bounds.bottom) / 2)
        half = ((bounds.right - bounds.left) / 2, (bounds.bottom - bounds.top) / 2)
        let alongRows = (0..<5).map { Self.polynomial(values[5 * $0..<5 * $0 + 5]) }
        coefficients = (0..<5).map { power in Self.polynomial(alongRows.map { $0[power] }[0..<5]) }
    }

    /// Coefficients of the polynomial through five values at the steps, lowest power first.
    private static func polynomial(_ values: ArraySlice<Double>) -> [Double] {
        let first = values.startIndex
        let (a, b, middle, c, d) = (
            values[first], values[first + 1], values[first + 2], values[first + 3], values[first + 4]
        )
        let (outerOdd, innerOdd) = ((d - a) / 2, (c - b) / 2)
        let (outerEven, innerEven) = ((d + a) / 2 - middle, (c + b) / 2 - middle)
        let third = (outerOdd - 2 * innerOdd) * 4 / 3
        let fourth = (4 * outerEven - 16 * innerEven) / 3
        return [middle, outerOdd - third, outerEven - fourth, third, fourth]
    }

    /// Integral of the scale over a ring within the rectangle, in pixels; signed as the ring's area.
    ///
    /// Green's theorem turns it into one along the edges, of the scale's integral over columns. That is a polynomial of
    /// ninth degree on each edge, for which five nodes are exact (Gauss and Legendre).
    func integral(over ring: Ring) -> Double {
        guard half.columns > 0, half.rows > 0, var last = ring.points.last.map(local) else { return 0 }
        var sum = 0.0
        for point in ring.points.lazy.map(local) {
            if point.row != last.row {
                var edge = 0.0
                for (node, weight) in Self.gauss {
                    edge +=
                        weight
                        * primitive(
                            column: last.column + (point.column - last.column) * node,
                            row: last.row + (point.row - last.row) * node)
                }
                sum += (point.row - last.row) * edge
            }
            last = point
        }
        return sum * half.columns * half.rows
    }

    private func local(_ point: PixelPoint) -> PixelPoint {
        PixelPoint(column: (point.column - centre.column) / half.columns, row: (point.row - centre.row) / half.rows)
    }

    /// Integral of the scale over columns, from the centre.
    private func primitive(column: Double, row: Double) -> Double {
        var sum = 0.0
        for power in stride(from: 4, through: 0, by: -1) {
            let line = coefficients[power]
            let value = line[0] + row * (line[1] + row * (line[2] + row * (line[3] + row * line[4])))
            sum = sum * column + value / Double(power + 1)
        }
        return sum * column
    }

    /// Nodes from 0 to 1 and their weights (Abramowitz and Stegun 1964, table 25.4, n = 5).
    private static let gauss: [(node: Double, weight: Double)] = [
        (-0.906_179_845_938_664, 0.236_926_885_056_189), (-0.538_469_310_105_683, 0.478_628_670_499_366),
        (0, 0.568_888_888_888_889), (0.538_469_310_105_683, 0.478_628_670_499_366),
        (0.906_179_845_938_664, 0.236_926_885_056_189),
    ].map { (node: ($0.0 + 1) / 2, weight: $0.1 / 2) }
}
