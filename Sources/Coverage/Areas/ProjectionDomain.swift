import RasterModel

/// Which pixels of a raster have their centres inside a projection's domain: the raster of a world map has corners that lie
/// nowhere on the earth.
struct ProjectionDomain: Sendable {
    /// Columns and rows of a block.
    private static let blockSize = 64
    /// Blocks, or squares of several, that are looked at first.
    private static let mostSquares = 4096

    /// Blocks along a row.
    private let blocksAcross: Int
    /// By block: nothing inside, everything, or some pixels.
    private var states: [State]
    /// Of blocks that lie inside in part: one word for each row, one bit for each column.
    private var bits: [Int: [UInt64]] = [:]
    /// Pixels outside.
    private(set) var outside = 0

    private enum State: UInt8 {
        case outside, inside, mixed
    }

    /// - Parameter inverse: nil for places outside of the domain.
    /// - Returns: nil where all pixels lie inside.
    init?(size: RasterSize, transform: GeoTransform, inverse: @escaping InverseProjectionFunction) throws {
        blocksAcross = (size.width + Self.blockSize - 1) / Self.blockSize
        let blocksDown = (size.height + Self.blockSize - 1) / Self.blockSize
        states = Array(repeating: .inside, count: blocksAcross * blocksDown)
        var side = Self.blockSize
        while (size.width / side + 1) * (size.height / side + 1) > Self.mostSquares { side *= 2 }
        let probe = DomainProbe(transform: transform, inverse: inverse)
        for top in stride(from: 0, to: size.height, by: side) {
            for left in stride(from: 0, to: size.width, by: side) {
                let square = PixelWindow(column: left, row: top, width: side, height: side)
                try look(at: square, of: size, probe)
            }
        }
        if outside == 0 { return nil }
    }

    /// True where the pixel's centre has a place on the earth.
    func contains(column: Int, row: Int) -> Bool {
        let block = row / Self.blockSize * blocksAcross + column / Self.blockSize
        switch states[block] {
        case .inside: return true
        case .outside: return false
        case .mixed:
            guard let rows = bits[block] else { return false }
            return rows[row % Self.blockSize] >> UInt64(column % Self.blockSize) & 1 == 1
        }
    }

    /// Tries nine by nine pixels of a square, and its quarters, down to blocks, where they differ.
    private mutating func look(at square: PixelWindow, of size: RasterSize, _ probe: DomainProbe) throws {
        let frame = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        let part = square.intersection(frame)
        guard !part.isEmpty else { return }
        let (columns, rows) = (Self.spread(part.columns, square.width), Self.spread(part.rows, square.height))
        let found = try probe.isInside(columns: columns, rows: rows)
        if found.allSatisfy(\.self) { return }
        if !found.contains(true) {
            outside += part.count
            for row in stride(from: part.row, to: part.rows.upperBound, by: Self.blockSize) {
                for column in stride(from: part.column, to: part.columns.upperBound, by: Self.blockSize) {
                    states[row / Self.blockSize * blocksAcross + column / Self.blockSize] = .outside
                }
            }
            return
        }
        guard square.width == Self.blockSize else {
            let half = square.width / 2
            for (right, down) in [(0, 0), (half, 0), (0, half), (half, half)] {
                let quarter = PixelWindow(
                    column: square.column + right, row: square.row + down, width: half, height: half)
                try look(at: quarter, of: size, probe)
            }
            return
        }
        try draw(part, columns: columns, rows: rows, found: found, probe)
    }

    /// Nine of some columns or rows, or fewer: every eighth of the square's side, and the last.
    private static func spread(_ range: Range<Int>, _ side: Int) -> [Int] {
        let inner = Array(stride(from: range.lowerBound, to: range.upperBound, by: max(1, side / 8)))
        return inner.last == range.upperBound - 1 ? inner : inner + [range.upperBound - 1]
    }

    /// Finds out for each pixel of a block, but for those far from where the tried ones differ.
    private mutating func draw(
        _ part: PixelWindow, columns: [Int], rows: [Int], found: [Bool], _ probe: DomainProbe
    ) throws {
        var words = [UInt64](repeating: 0, count: Self.blockSize)
        let (across, down) = (columns.count, rows.count)
        for j in rows.indices {
            for i in columns.indices {
                let near = max(0, j - 1)...min(down - 1, j + 2)
                let isUniform = near.allSatisfy { y in
                    (max(0, i - 1)...min(across - 1, i + 2)).allSatisfy {
                        found[y * across + $0] == found[j * across + i]
                    }
                }
                let own = (
                    columns[i]..<(i + 1 < across ? columns[i + 1] : part.columns.upperBound),
                    rows[j]..<(j + 1 < down ? rows[j + 1] : part.rows.upperBound)
                )
                let inside =
                    isUniform
                    ? Array(repeating: found[j * across + i], count: own.0.count * own.1.count)
                    : try probe.isInside(columns: Array(own.0), rows: Array(own.1))
                for (index, isInside) in inside.enumerated() {
                    let (column, row) = (own.0.lowerBound + index % own.0.count, own.1.lowerBound + index / own.0.count)
                    if isInside {
                        words[row % Self.blockSize] |= 1 << UInt64(column % Self.blockSize)
                    } else {
                        outside += 1
                    }
                }
            }
        }
        let block = part.row / Self.blockSize * blocksAcross + part.column / Self.blockSize
        states[block] = .mixed
        bits[block] = words
    }
}

/// Tries pixels for whether their centres have a place on the earth.
private struct DomainProbe {
    let transform: GeoTransform
    let inverse: InverseProjectionFunction

    /// Row-major over the columns and rows given.
    func isInside(columns: [Int], rows: [Int]) throws -> [Bool] {
        let points = rows.flatMap { row in
            columns.map { transform.position(column: Double($0) + 0.5, row: Double(row) + 0.5) }
        }
        return try inverse(points).map { $0 != nil }
    }
}
