package import Spool

/// The convex hull of a component's pixels, as squares: its corners only, few whatever the component's size (a lattice
/// polygon in a box of side n has O(n^(2/3)) corners).
package struct ConvexHull: Hashable, Sendable {
    /// Corners from the top to the bottom along the left side: columns do not turn back to the right of a chord.
    private var left: [Corner] = []
    /// The same along the right side.
    private var right: [Corner] = []

    private struct Corner: Hashable, Sendable {
        let column: Int
        let row: Int
    }

    /// Nothing: the identity of `merge`.
    package init() {}

    /// Adds the pixels of a row, from the first to the last one. Rows must not go back.
    mutating func add(_ columns: Range<Int>, row: Int) {
        for line in [row, row + 1] {
            Self.append(Corner(column: columns.lowerBound, row: line), to: &left, side: -1)
            Self.append(Corner(column: columns.upperBound, row: line), to: &right, side: 1)
        }
    }

    /// Adds the hull of other pixels.
    package mutating func merge(_ other: ConvexHull) {
        left = Self.chain(left + other.left, side: -1)
        right = Self.chain(right + other.right, side: 1)
    }

    /// Twice the area in squared pixels.
    package var doubledArea: Int {
        let ring = left + right.reversed()
        var sum = 0
        for (index, corner) in ring.enumerated() {
            let next = ring[(index + 1) % ring.count]
            sum += next.column * corner.row - corner.column * next.row
        }
        return abs(sum)
    }

    private static func chain(_ corners: [Corner], side: Int) -> [Corner] {
        var chain: [Corner] = []
        for corner in corners.sorted(by: { ($0.row, $0.column * side) < ($1.row, $1.column * side) }) {
            append(corner, to: &chain, side: side)
        }
        return chain
    }

    /// Andrew's monotone chain (1979), along rows; `side` is 1 on the right and -1 on the left.
    private static func append(_ corner: Corner, to chain: inout [Corner], side: Int) {
        if let last = chain.last, last.row == corner.row {
            if (corner.column - last.column) * side <= 0 { return }
            chain.removeLast()
        }
        while chain.count > 1 {
            let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
            let turn = (b.column - a.column) * (corner.row - a.row) - (corner.column - a.column) * (b.row - a.row)
            if turn * side > 0 { break }
            chain.removeLast()
        }
        chain.append(corner)
    }
}

extension ConvexHull: Spillable {
    /// Appends the hull.
    package func write(to writer: inout ByteWriter) {
        for chain in [left, right] {
            writer.put(chain.count)
            var (column, row) = (0, 0)
            for corner in chain {
                writer.put(signed: corner.column - column)
                writer.put(corner.row - row)
                (column, row) = (corner.column, corner.row)
            }
        }
    }

    /// Reads a hull.
    package init(from reader: inout ByteReader) {
        left = Self.chain(from: &reader)
        right = Self.chain(from: &reader)
    }

    private static func chain(from reader: inout ByteReader) -> [Corner] {
        var (column, row) = (0, 0)
        return (0..<reader.number()).map { _ in
            column += reader.signedNumber()
            row += reader.number()
            return Corner(column: column, row: row)
        }
    }
}
