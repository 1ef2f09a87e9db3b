import RasterModel

/// The areal scale anywhere on a raster's plane, also beyond the raster: in m2 per pixel.
///
/// Where it comes from an inverse projection it is taken on a lattice of nodes, made as they are needed, and is bicubic
/// in between. A node's distance is at most 32 km, at which the bicubic error is some 1e-10 in UTM and below 1e-9 in
/// Mercator and conic projections.
struct ScaleField {
    /// Place of a node in multiples of the step.
    private struct Node: Hashable {
        var column: Int
        var row: Int
    }

    private let scale: ArealScale
    private let transform: GeoTransform
    /// Distance of nodes in pixels; nil where the scale has a formula.
    private let step: (columns: Double, rows: Double)?
    private var nodes: [Node: Double] = [:]
    /// The nodes used last: most zones are small.
    private var nearest: (corner: Node, lines: [SIMD4<Double>])?

    private static let widestStep: Double = 32_000

    init(_ scale: ArealScale, transform: GeoTransform, pixelMetres: (width: Double, height: Double)) {
        self.scale = scale
        self.transform = transform
        if case .stencil = scale.source {
            step = ((Self.widestStep / pixelMetres.width).binade, (Self.widestStep / pixelMetres.height).binade)
        } else {
            step = nil
        }
    }

    /// m2 on the ellipsoid per pixel at some places; NaN where it is not known.
    mutating func values(at points: [PixelPoint]) throws -> [Double] {
        guard let step else {
            let found = try scale.values(at: points.map { transform.position(column: $0.column, row: $0.row) })
            return found.map { $0 * transform.pixelArea }
        }
        return try points.map { point in
            let (u, v) = (point.column / step.columns, point.row / step.rows)
            let corner = Node(column: Int(u.rounded(.down)), row: Int(v.rounded(.down)))
            if corner != nearest?.corner { nearest = (corner, try lines(around: corner, step)) }
            let (across, down) = (CubicWeights(at: u - u.rounded(.down)), CubicWeights(at: v - v.rounded(.down)))
            var sum = 0.0
            for (j, line) in (nearest?.lines ?? []).enumerated() {
                sum += (line * across.values).sum() * down.values[j]
            }
            if sum.isFinite { return sum * transform.pixelArea }
            // Near the edge of the projection's domain, where some node lies beyond it.
            let position = transform.position(column: point.column, row: point.row)
            return try scale.values(at: [position])[0] * transform.pixelArea
        }
    }

    /// The four by four nodes around a place, row by row.
    private mutating func lines(
        around corner: Node, _ step: (columns: Double, rows: Double)
    ) throws -> [SIMD4<Double>] {
        try (-1...2).map { j in
            var line = SIMD4<Double>()
            for i in 0..<4 { line[i] = try node(corner.column + i - 1, corner.row + j, step) }
            return line
        }
    }

    private mutating func node(_ column: Int, _ row: Int, _ step: (columns: Double, rows: Double)) throws -> Double {
        let node = Node(column: column, row: row)
        if let known = nodes[node] { return known }
        let position = transform.position(column: Double(column) * step.columns, row: Double(row) * step.rows)
        let value = try scale.values(at: [position])[0]
        nodes[node] = value
        return value
    }
}
