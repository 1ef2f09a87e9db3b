import RasterModel

/// What pieces of edges add up to in one row of a window.
///
/// Heights count 2^-40 of a row, areas 2^-81 of a pixel.
struct RowAccumulator: Sendable {
    /// Height of a row, width of a column.
    private static let one: Int64 = 1 << 40

    private var columns = 0..<0
    /// Height of the pieces left of the window, signed by their winding.
    private var before: Int64 = 0
    /// The same of the pieces in each column.
    private var heights: [Int64] = []
    /// What lies to the right of the pieces in each column, within it.
    private var areas: [Int128] = []
    /// One bit for each column that has pieces.
    private var touched: [UInt64] = []

    /// Takes up the columns of a window; there must be nothing that was not delivered.
    mutating func begin(_ columns: Range<Int>) {
        self.columns = columns
        while heights.count < columns.count {
            heights.append(0)
            areas.append(0)
        }
        while touched.count * 64 < columns.count { touched.append(0) }
    }

    /// Adds the piece of an edge that runs through a row.
    mutating func add(_ edge: PolygonEdges.Edge, row: Int) {
        let top = Double(row)
        let upper = max(edge.upper.row, top)
        let lower = min(edge.lower.row, top + 1)
        let entry = upper == edge.upper.row ? edge.upper.column : edge.column(atRow: upper)
        let exit = lower == edge.lower.row ? edge.lower.column : edge.column(atRow: lower)
        let (high, low) = (Self.fixed(upper - top), Self.fixed(lower - top))
        guard low > high else { return }
        var piece = Piece(left: entry, right: exit, leftHeight: high, rightHeight: low)
        if entry > exit { piece = Piece(left: exit, right: entry, leftHeight: low, rightHeight: high) }
        add(piece, of: edge, top: top, rows: upper...lower)
    }

    /// A piece of an edge within a row, from its left end to its right end.
    private struct Piece {
        var left: Double
        var right: Double
        var leftHeight: Int64
        var rightHeight: Int64
    }

    private mutating func add(
        _ piece: Piece, of edge: PolygonEdges.Edge, top: Double, rows: ClosedRange<Double>
    ) {
        let winding = Int64(edge.winding)
        let (first, last) = (Self.floor(piece.left), Self.floor(piece.right))
        if last < Double(columns.lowerBound) {
            before += winding * (piece.rightHeight - piece.leftHeight).magnitude64
            return
        }
        guard first < Double(columns.upperBound) else { return }
        var column = first
        var height = piece.leftHeight
        var inset = Self.fixed(piece.left - first)
        if first < Double(columns.lowerBound) {
            column = Double(columns.lowerBound)
            height = Self.fixed(edge.row(atColumn: column, within: rows) - top)
            before += winding * (height - piece.leftHeight).magnitude64
            inset = 0
        }
        while true {
            let isLast = column == last
            let next = isLast ? piece.rightHeight : Self.fixed(edge.row(atColumn: column + 1, within: rows) - top)
            let outset = isLast ? Self.fixed(piece.right - last) : Self.one
            add(winding * (next - height).magnitude64, rightOf: inset + outset, column: Int(column))
            column += 1
            guard !isLast, column < Double(columns.upperBound) else { return }
            (height, inset) = (next, 0)
        }
    }

    /// - Parameter position: twice the mean position of the piece within its column.
    private mutating func add(_ height: Int64, rightOf position: Int64, column: Int) {
        let slot = column - columns.lowerBound
        heights[slot] += height
        areas[slot] += Int128(height) * Int128(2 * Self.one - position)
        touched[slot / 64] |= 1 << UInt64(slot % 64)
    }

    /// Hands over the shares of a row and begins the next one.
    mutating func deliver(_ row: Int, to shares: inout WindowShares) {
        var height = before
        var next = columns.lowerBound
        for word in 0..<(columns.count + 63) / 64 {
            while touched[word] != 0 {
                let slot = word * 64 + touched[word].trailingZeroBitCount
                touched[word] &= touched[word] - 1
                let column = columns.lowerBound + slot
                shares.add(next..<column, row: row, share: Self.share(Int128(height) * Int128(2 * Self.one)))
                let area = areas[slot] + Int128(height) * Int128(2 * Self.one)
                shares.add(column..<column + 1, row: row, share: Self.share(area))
                height += heights[slot]
                (heights[slot], areas[slot]) = (0, 0)
                next = column + 1
            }
        }
        shares.add(next..<columns.upperBound, row: row, share: Self.share(Int128(height) * Int128(2 * Self.one)))
        before = 0
    }

    /// 2^-81 of a pixel to 2^-30, rounded once, ties upwards.
    private static func share(_ area: Int128) -> UInt32 {
        UInt32(clamping: min(max((area + (1 << 50)) >> 51, 0), Int128(FixedShare.one)))
    }

    /// A part of a pixel, from 0 to 1, in 2^-40. Adding a half and cutting off rounds; a call for it would cost more.
    private static func fixed(_ part: Double) -> Int64 { Int64(part * 0x1p40 + 0.5) }

    /// The whole number not above, without a call.
    private static func floor(_ slot: Double) -> Double {
        let whole = Double(Int(slot))
        return whole > slot ? whole - 1 : whole
    }
}

extension Int64 {
    fileprivate var magnitude64: Int64 { self < 0 ? -self : self }
}
