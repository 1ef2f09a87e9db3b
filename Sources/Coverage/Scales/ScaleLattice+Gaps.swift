import RasterModel

extension ScaleLattice {
    /// Relative error at which what the lattice says beside its gaps is still taken.
    private static let gapTolerance = 5e-7
    /// Pixels whose scale is found one by one.
    private static let mostSingles = 1 << 18
    /// Share by which the scale may change from a pixel to its neighbour: where it changes more, the centre of a pixel does
    /// not speak for the pixel.
    private static let mostChange = 0.05

    /// Makes the lattice useful up to the edge of the projection's domain.
    ///
    /// Nodes without a scale get one from their neighbours, as if the projection went on. Then every interval that uses
    /// such a node is compared with the scale itself at pixels that lie inside: what does not agree (at the rim of a globe
    /// seen from afar the scale grows without bound), and what is beside it, is found pixel by pixel, or is unknown.
    ///
    /// - Parameters:
    ///   - domain: which pixels lie inside; nil where all do.
    ///   - mayBeSingle: true where pixels may be found one by one.
    mutating func complete(
        size: RasterSize, transform: GeoTransform, scale: ArealScale, domain: ProjectionDomain?, mayBeSingle: Bool
    ) throws {
        if let constant {
            // The digits of stencils get fewer towards the edge; the projection is equal-area all the same.
            nodes = Array(repeating: constant, count: nodes.count)
            return
        }
        let gaps = intervalsWithGaps(size)
        fill()
        isUnknown = Array(repeating: false, count: nodes.count)
        var queue = gaps
        var seen = Set(gaps)
        var (next, left) = (0, mayBeSingle ? Self.mostSingles : 0)
        while next < queue.count {
            let interval = queue[next]
            let isGap = next < gaps.count
            next += 1
            let check = IntervalCheck(window(of: interval, size), transform: transform, scale: scale, domain: domain)
            guard let agrees = try check.agrees(with: self, tolerance: Self.gapTolerance) else {
                // Nor would pixel by pixel tell.
                if isGap { isUnknown[interval] = true }
                continue
            }
            if agrees { continue }
            let pixels = window(of: interval, size).count
            if pixels <= left {
                left -= pixels
                singles[interval] = SingleScales(window: window(of: interval, size), values: try check.singles())
            } else if isGap {
                isUnknown[interval] = true
            } else {
                continue
            }
            for neighbour in neighbours(of: interval, size) where seen.insert(neighbour).inserted {
                queue.append(neighbour)
            }
        }
        dropUnsteady(size, domain)
    }

    /// Takes the scale from single pixels beside which it is quite another one.
    private mutating func dropUnsteady(_ size: RasterSize, _ domain: ProjectionDomain?) {
        let before = self
        for (interval, scales) in singles {
            let window = scales.window
            let values = scales.values.indices.map { index in
                let own = scales.values[index]
                let (column, row) = (window.column + index % window.width, window.row + index / window.width)
                let isSteady = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)].allSatisfy {
                    guard (0..<size.width).contains($0.0), (0..<size.height).contains($0.1),
                        domain?.contains(column: $0.0, row: $0.1) != false,
                        let other = before.single(column: $0.0, row: $0.1)
                            ?? before.sample(column: Double($0.0) + 0.5, row: Double($0.1) + 0.5)?.value,
                        other.isFinite
                    else { return true }
                    return (other / own - 1).magnitude <= Self.mostChange
                }
                return isSteady ? own : .nan
            }
            singles[interval] = SingleScales(window: window, values: values)
        }
    }

    /// The scale at a pixel's centre, where it was found by itself; NaN where it is not known.
    func single(column: Int, row: Int) -> Double? {
        guard !singles.isEmpty else { return nil }
        let (left, top) = (Int(Double(column) / step.columns), Int(Double(row) / step.rows))
        return singles[top * columns + left]?.value(column: column, row: row)
    }

    /// Intervals of the raster that use a node without a scale.
    private func intervalsWithGaps(_ size: RasterSize) -> [Int] {
        let (across, down) = intervals(size)
        return (0..<down).flatMap { top in
            (0..<across).compactMap { left in
                let usesGap = (0..<4).contains { j in
                    (0..<4).contains { !nodes[(top + j) * columns + left + $0].isFinite }
                }
                return usesGap ? top * columns + left : nil
            }
        }
    }

    private func intervals(_ size: RasterSize) -> (across: Int, down: Int) {
        (Int((Double(size.width) / step.columns).rounded(.up)), Int((Double(size.height) / step.rows).rounded(.up)))
    }

    private func neighbours(of interval: Int, _ size: RasterSize) -> [Int] {
        let (across, down) = intervals(size)
        let (left, top) = (interval % columns, interval / columns)
        return (max(0, top - 1)...min(down - 1, top + 1)).flatMap { y in
            (max(0, left - 1)...min(across - 1, left + 1)).map { y * columns + $0 }
        }
    }

    /// Pixels of an interval.
    private func window(of interval: Int, _ size: RasterSize) -> PixelWindow {
        let (width, height) = (Int(step.columns), Int(step.rows))
        return PixelWindow(
            column: interval % columns * width, row: interval / columns * height, width: width, height: height
        ).intersection(PixelWindow(column: 0, row: 0, width: size.width, height: size.height))
    }

    /// Gives nodes without a scale what the cubic through four known ones in a line says, the nearest line first; corners
    /// come second, from nodes that have got theirs.
    private mutating func fill() {
        for _ in 0..<2 {
            let known = nodes
            for index in known.indices where !known[index].isFinite {
                if let value = Self.continuation(of: known, columns, rows, at: index) { nodes[index] = value }
            }
        }
    }

    private static func continuation(of nodes: [Double], _ columns: Int, _ rows: Int, at index: Int) -> Double? {
        let (column, row) = (index % columns, index / columns)
        for distance in 1...3 {
            var values: [Double] = []
            for (right, down) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
                let far = (column + right * (distance + 3), row + down * (distance + 3))
                guard (0..<columns).contains(far.0), (0..<rows).contains(far.1) else { continue }
                let line = SIMD4(
                    (0..<4).map { nodes[(row + down * (distance + $0)) * columns + column + right * (distance + $0)] })
                let value = (line * CubicWeights(at: Double(-1 - distance)).values).sum()
                if value.isFinite { values.append(value) }
            }
            if !values.isEmpty { return values.reduce(0, +) / Double(values.count) }
        }
        return nil
    }
}

/// Compares an interval of a lattice with the scale itself.
private struct IntervalCheck {
    private let window: PixelWindow
    private let transform: GeoTransform
    private let scale: ArealScale
    private let domain: ProjectionDomain?

    /// Pixels tried along a side, and compared in all.
    private static let (mostTried, mostCompared) = (64, 16)

    init(_ window: PixelWindow, transform: GeoTransform, scale: ArealScale, domain: ProjectionDomain?) {
        (self.window, self.transform, self.scale, self.domain) = (window, transform, scale, domain)
    }

    private func values(at pixels: [(column: Int, row: Int)]) throws -> [Double] {
        try scale.values(
            at: pixels.map { transform.position(column: Double($0.column) + 0.5, row: Double($0.row) + 0.5) })
    }

    /// True where all pixels that are compared agree, or none lies inside; nil where the scale is known at none.
    func agrees(with lattice: ScaleLattice, tolerance: Double) throws -> Bool? {
        var inside: [(column: Int, row: Int)] = []
        for row in stride(from: window.row, to: window.rows.upperBound, by: max(1, window.height / Self.mostTried)) {
            for column in stride(
                from: window.column, to: window.columns.upperBound, by: max(1, window.width / Self.mostTried))
            where domain?.contains(column: column, row: row) != false {
                inside.append((column, row))
            }
        }
        guard !inside.isEmpty else { return true }
        let compared = (0..<min(inside.count, Self.mostCompared)).map {
            inside[$0 * (inside.count - 1) / max(1, min(inside.count, Self.mostCompared) - 1)]
        }
        var agreed = 0
        for (pixel, truth) in zip(compared, try values(at: compared)) where truth.isFinite {
            guard let found = lattice.sample(column: Double(pixel.column) + 0.5, row: Double(pixel.row) + 0.5)?.value,
                (found / truth - 1).magnitude <= tolerance
            else { return false }
            agreed += 1
        }
        return agreed > 0 ? true : nil
    }

    /// The scale at each pixel, row-major; NaN outside.
    func singles() throws -> [Double] {
        try window.rows.flatMap { row in try values(at: window.columns.map { ($0, row) }) }
    }
}
