import RasterModel

/// The areal scale on a lattice of nodes anchored to the raster's first corner, bicubic in between.
///
/// Node (i, j) lies at pixel position ((i - 1) * step.columns, (j - 1) * step.rows). Steps are powers of two, so that
/// positions are exact and the answer at a pixel depends on nothing but the raster.
struct ScaleLattice: Sendable {
    /// The scale at a pixel position with its derivatives along columns and rows, per pixel.
    struct Sample {
        var value: Double
        var perColumn: Double
        var perRow: Double
    }

    /// Distance of nodes in pixels.
    let step: (columns: Double, rows: Double)
    let columns: Int
    let rows: Int
    /// Row-major, `rows` x `columns`; NaN where the scale is not known.
    var nodes: [Double]
    /// By interval between nodes: true where the lattice cannot tell the scale. Empty where it can everywhere.
    var isUnknown: [Bool] = []
    /// By interval: the scale pixel by pixel, where the lattice cannot tell it.
    var singles: [Int: SingleScales] = [:]

    /// Evaluates the scale at all nodes that pixel positions of a raster of this size need.
    init(
        step: (columns: Double, rows: Double), size: RasterSize, transform: GeoTransform, scale: ArealScale
    ) throws {
        self.step = step
        (columns, rows) = Self.extent(step: step, size: size)
        var nodes: [Double] = []
        nodes.reserveCapacity(columns * rows)
        let batch = 1024
        for start in stride(from: 0, to: columns * rows, by: batch) {
            let points = (start..<min(start + batch, columns * rows)).map { [columns] index in
                transform.position(
                    column: Double(index % columns - 1) * step.columns, row: Double(index / columns - 1) * step.rows)
            }
            nodes += try scale.values(at: points)
        }
        self.nodes = nodes
    }

    /// True where the scale is not known at some node.
    var hasGaps: Bool { nodes.contains { !$0.isFinite } }

    /// The scale of an equal-area projection: what nearly all nodes agree on; nil where they do not.
    var constant: Double? {
        let known = nodes.filter(\.isFinite).sorted()
        guard !known.isEmpty else { return nil }
        let middle = known[known.count / 2]
        let others = known.count { ($0 / middle - 1).magnitude > Self.tolerance }
        return others * 10 <= known.count ? middle : nil
    }

    /// Nodes along columns and rows: one before the raster, and two beyond its last corner.
    private static func extent(step: (columns: Double, rows: Double), size: RasterSize) -> (Int, Int) {
        (Int(Double(size.width) / step.columns) + 4, Int(Double(size.height) / step.rows) + 4)
    }

    /// The scale at a pixel position inside the raster; nil where one of the sixteen nodes around it is not known.
    func sample(column: Double, row: Double) -> Sample? {
        let (u, v) = (column / step.columns, row / step.rows)
        let (left, top) = (Int(u), Int(v))
        if !isUnknown.isEmpty, isUnknown[top * columns + left] { return nil }
        let (across, down) = (CubicWeights(at: u - Double(left)), CubicWeights(at: v - Double(top)))
        var sample = Sample(value: 0, perColumn: 0, perRow: 0)
        var start = top * columns + left
        for j in 0..<4 {
            let line = SIMD4(nodes[start], nodes[start + 1], nodes[start + 2], nodes[start + 3])
            let value = (line * across.values).sum()
            sample.value += value * down.values[j]
            sample.perColumn += (line * across.slopes).sum() * down.values[j]
            sample.perRow += value * down.slopes[j]
            start += columns
        }
        guard sample.value.isFinite else { return nil }
        sample.perColumn /= step.columns
        sample.perRow /= step.rows
        return sample
    }
}

extension ScaleLattice {
    /// Relative disagreement at which the lattice is fine enough.
    static let tolerance = 1e-8
    /// Most nodes of a lattice: two seconds of inverse projections, 2 MB.
    static let mostNodes: Double = 0x1p18
    /// The same where nodes are unknown: finer ones only make what is unknown narrower.
    private static let mostNodesWithGaps: Double = 0x1p16
    /// Widest distance of nodes in metres. At 64 km the bicubic error of UTM is about 1e-9.
    private static let widestStep: Double = 64_000

    /// The coarsest lattice that agrees with the scale itself to `tolerance`, and how well it agrees.
    ///
    /// Nodes start at most 64 km and at most the raster's longer side apart; the distance is halved until midpoints
    /// agree, halving no longer helps, nodes would be too many, or nearer to each other than `cell`. Where nodes lie
    /// outside the projection's domain it goes on to the last two, since everything near such a node is unknown.
    ///
    /// - Parameters:
    ///   - size: the raster's.
    ///   - transform: the raster's.
    ///   - pixelMetres: width and height of a pixel in metres, about.
    ///   - cell: side in pixels (a power of two) of cells whose centres will be asked for, also where the raster's last
    ///     cell juts out of it.
    ///   - scale: what the lattice stands for.
    /// - Returns: the lattice, and its largest relative difference from the scale at midpoints between nodes.
    /// - Throws: whatever the scale's inverse projection throws.
    static func fitted(
        size: RasterSize, transform: GeoTransform, pixelMetres: (width: Double, height: Double), cell: Int,
        scale: ArealScale
    ) throws -> (lattice: ScaleLattice, disagreement: Double) {
        let smallest = Double(cell)
        let longest = max(Double(size.width) * pixelMetres.width, Double(size.height) * pixelMetres.height)
        let start = min(widestStep, longest)
        var step = (
            columns: max(smallest, (start / pixelMetres.width).binade),
            rows: max(smallest, (start / pixelMetres.height).binade)
        )
        while count(step: step, size: size) > mostNodes { step = (step.columns * 2, step.rows * 2) }
        var best = try ScaleLattice(step: step, size: size, transform: transform, scale: scale)
        var disagreement = try best.disagreement(size: size, transform: transform, scale: scale)
        while disagreement > tolerance || best.hasGaps && best.constant == nil {
            step = (step.columns / 2, step.rows / 2)
            let most = disagreement > tolerance ? mostNodes : mostNodesWithGaps
            guard min(step.columns, step.rows) >= smallest, count(step: step, size: size) <= most else { break }
            let finer = try ScaleLattice(step: step, size: size, transform: transform, scale: scale)
            let remaining = try finer.disagreement(size: size, transform: transform, scale: scale)
            guard remaining < disagreement / 2 || best.hasGaps else { break }
            (best, disagreement) = (finer, remaining)
        }
        return (best, disagreement)
    }

    private static func count(step: (columns: Double, rows: Double), size: RasterSize) -> Double {
        (Double(size.width) / step.columns + 4) * (Double(size.height) / step.rows + 4)
    }

    /// Largest relative difference to the scale itself at midpoints between nodes, at most 24 x 24 of them; positions
    /// where either is unknown do not count.
    private func disagreement(size: RasterSize, transform: GeoTransform, scale: ArealScale) throws -> Double {
        var points: [(column: Double, row: Double)] = []
        for row in Self.midpoints(count: rows - 3, step: step.rows, limit: size.height) {
            for column in Self.midpoints(count: columns - 3, step: step.columns, limit: size.width) {
                points.append((column, row))
            }
        }
        let truth = try scale.values(at: points.map { transform.position(column: $0.column, row: $0.row) })
        return zip(points, truth).reduce(0) { worst, pair in
            let (point, expected) = pair
            guard let sample = sample(column: point.column, row: point.row), expected.isFinite else { return worst }
            return max(worst, (sample.value / expected - 1).magnitude)
        }
    }

    /// Midpoints of at most 24 of the `count` intervals between nodes, spread evenly, none beyond `limit`.
    private static func midpoints(count: Int, step: Double, limit: Int) -> [Double] {
        let probes = min(count, 24)
        return (0..<probes).map { probe in
            let interval = probes == 1 ? 0 : probe * (count - 1) / (probes - 1)
            return min((Double(interval) + 0.5) * step, Double(limit))
        }
    }
}
