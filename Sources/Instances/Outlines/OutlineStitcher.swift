import Spool
import RasterModel

/// Connects the outlines of blocks together over seams.
///
/// Takes blocks in row-major order, on one thread. Holds the open outlines, and two rows of pixels.
struct OutlineStitcher {
    private let size: RasterSize
    private var open: OpenOutlines
    private var above: OutlineLine
    private var below: OutlineLine
    private var left = OutlineLine(count: 0)
    /// Rings that closed with the last block.
    private(set) var rings = SpillBatch<OutlineKey>()

    /// - Parameter mostCorners: outlines of more are left out.
    init(size: RasterSize, mostCorners: Int) {
        self.size = size
        open = OpenOutlines(mostCorners: mostCorners)
        above = OutlineLine(count: size.width)
        below = OutlineLine(count: size.width)
    }

    /// Takes the next block.
    mutating func add(_ block: OutlineBlock) {
        rings = SpillBatch()
        let window = block.window
        for chain in block.chains { open.add(chain, block.turns[chain.turns]) }
        let (top, bottom, right) = (block.line(\.top), block.line(\.bottom), block.line(\.right))
        let leftLine = block.line(\.left)
        let (column, row) = (window.column, window.row)
        let (endColumn, endRow) = (window.columns.upperBound, window.rows.upperBound)
        let upper = row == 0 ? OutlineLine(count: window.width) : above.cut(window.columns)
        let former = column == 0 ? OutlineLine(count: window.height) : left
        let corner = row == 0 || column == 0 ? OutlinePixel.none : above.pixels[column - 1]
        crossRow(row, from: column, upper, top)
        crossColumn(column, from: row, former, leftLine)
        pass(column, row, corner, upper.pixels[0], former.pixels[0], top.pixels[0])
        if endColumn == size.width {
            crossColumn(endColumn, from: row, right, OutlineLine(count: window.height))
            pass(endColumn, row, upper.last, .none, top.last, .none)
        }
        if endRow == size.height {
            crossRow(endRow, from: column, bottom, OutlineLine(count: window.width))
            pass(column, endRow, former.last, bottom.pixels[0], .none, .none)
            if endColumn == size.width { pass(endColumn, endRow, bottom.last, .none, .none, .none) }
        }
        below.set(window.columns, bottom)
        left = right
        if endColumn == size.width { swap(&above, &below) }
        precondition(endRow < size.height || endColumn < size.width || open.isEmpty, "an outline stayed open")
    }

    /// Sides between two rows of pixels, and the corners between them.
    private mutating func crossRow(_ row: Int, from start: Int, _ upper: OutlineLine, _ lower: OutlineLine) {
        for index in upper.pixels.indices {
            let (a, b) = (upper.pixels[index], lower.pixels[index])
            guard a.key != b.key else { continue }
            let column = start + index
            if a.isLabelled {
                open.add(
                    from: OutlineEnd(column: column, row: row, .right),
                    to: OutlineEnd(column: column + 1, row: row, .right), a.owner)
            }
            if b.isLabelled {
                open.add(
                    from: OutlineEnd(column: column + 1, row: row, .left),
                    to: OutlineEnd(column: column, row: row, .left), b.owner)
            }
        }
        for index in upper.pixels.indices.dropFirst() {
            pass(
                start + index, row, upper.pixels[index - 1], upper.pixels[index], lower.pixels[index - 1],
                lower.pixels[index])
        }
    }

    /// Sides between two columns of pixels, and the corners between them.
    private mutating func crossColumn(_ column: Int, from start: Int, _ west: OutlineLine, _ east: OutlineLine) {
        for index in west.pixels.indices {
            let (a, b) = (west.pixels[index], east.pixels[index])
            guard a.key != b.key else { continue }
            let row = start + index
            if b.isLabelled {
                open.add(
                    from: OutlineEnd(column: column, row: row, .down),
                    to: OutlineEnd(column: column, row: row + 1, .down), b.owner)
            }
            if a.isLabelled {
                open.add(
                    from: OutlineEnd(column: column, row: row + 1, .up),
                    to: OutlineEnd(column: column, row: row, .up), a.owner)
            }
        }
        for index in west.pixels.indices.dropFirst() {
            pass(
                column, start + index, west.pixels[index - 1], east.pixels[index - 1], west.pixels[index],
                east.pixels[index])
        }
    }

    /// Connects all outlines that come by a corner, given the four pixels around it.
    private mutating func pass(
        _ column: Int, _ row: Int, _ nw: OutlinePixel, _ ne: OutlinePixel, _ sw: OutlinePixel, _ se: OutlinePixel
    ) {
        if nw.key == ne.key && sw.key == se.key && nw.key == sw.key { return }
        let falls = nw.key == se.key && nw.isLabelled && nw.key != ne.key && nw.key != sw.key
        let rises = ne.key == sw.key && ne.isLabelled && ne.key != nw.key && ne.key != se.key
        let corner = OutlineTurn(column: column, row: row, touches: falls || rises)
        let position = (column, row)
        // Whoever comes along a pixel has it on the left; ahead on the left and on the right are the next two.
        follow(.down, position, corner, pixel: ne, beside: nw, left: se, right: sw)
        follow(.up, position, corner, pixel: sw, beside: se, left: nw, right: ne)
        follow(.right, position, corner, pixel: nw, beside: sw, left: ne, right: se)
        follow(.left, position, corner, pixel: se, beside: ne, left: sw, right: nw)
    }

    /// An outline comes along a pixel to a corner.
    ///
    /// - Parameters:
    ///   - pixel: it lies on the left of the outline.
    ///   - beside: it lies on the right.
    ///   - left: the pixel ahead on the left.
    ///   - right: the pixel ahead on the right.
    private mutating func follow(
        _ direction: OutlineDirection, _ position: (column: Int, row: Int), _ corner: OutlineTurn, pixel: OutlinePixel,
        beside: OutlinePixel, left: OutlinePixel, right: OutlinePixel
    ) {
        guard pixel.isLabelled, pixel.key != beside.key else { return }
        let next =
            left.key != pixel.key ? direction.turnedLeft : right.key != pixel.key ? direction : direction.turnedRight
        let closed = open.connect(
            OutlineEnd(column: position.column, row: position.row, direction),
            OutlineEnd(column: position.column, row: position.row, next), turn: next == direction ? nil : corner)
        guard let closed else { return }
        if let turns = closed.turns { rings.add(turns, closed.owner) } else { rings.addOmission(closed.owner) }
    }
}

extension OutlineDirection {
    /// As seen with rows going down.
    fileprivate var turnedLeft: OutlineDirection {
        switch self {
        case .right: .up
        case .up: .left
        case .left: .down
        case .down: .right
        }
    }

    fileprivate var turnedRight: OutlineDirection { turnedLeft.turnedLeft.turnedLeft }
}
