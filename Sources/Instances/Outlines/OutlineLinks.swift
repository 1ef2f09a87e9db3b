import RasterModel

/// Which side of a run follows which along the outlines inside one block.
///
/// Each labelled run has two sides that outlines follow: the left one down (2 · run) and the right one up (2 · run + 1).
/// Between them outlines go along the lines between rows, and how they do depends only on which runs of both rows have
/// one key and overlap. Pixels that share only a corner are not connected.
struct OutlineLinks {
    /// What follows a side: another side, or one of the ends below.
    private(set) var next: [Int32] = []
    /// Sides that begin or end at a corner where two pixels of one key touch: bit 0 and bit 1.
    private(set) var touches: [UInt8] = []
    /// Outlines that come in over the left or right seam along a line between rows.
    private(set) var entries: [Entry] = []
    /// Row of each run.
    private(set) var rows: [UInt16] = []
    private var width: UInt16 = 0

    /// The outline leaves the block with the side, at the upper or lower seam.
    static var leavesAhead: Int32 { -1 }
    /// The outline turns and leaves the block over the left seam.
    static var leavesLeft: Int32 { -2 }
    /// The outline turns and leaves the block over the right seam.
    static var leavesRight: Int32 { -3 }

    /// An outline that enters at a line between rows.
    struct Entry {
        /// The line: row below it.
        let row: Int
        let fromLeft: Bool
        /// The side it goes on with, or an end.
        let target: Int32
        /// A run of the component.
        let run: Int
    }

    static func down(_ run: Int) -> Int32 { Int32(truncatingIfNeeded: 2 &* run) }
    static func up(_ run: Int) -> Int32 { Int32(truncatingIfNeeded: 2 &* run &+ 1) }

    /// Links the sides of a block's runs.
    mutating func link(_ runs: BlockRuns) {
        width = UInt16(runs.size.width)
        entries.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        next.append(contentsOf: repeatElement(Self.leavesAhead, count: 2 * runs.count))
        touches.removeAll(keepingCapacity: true)
        touches.append(contentsOf: repeatElement(0, count: 2 * runs.count))
        rows.removeAll(keepingCapacity: true)
        for row in 0..<runs.size.height {
            let count = runs.rowStarts[row + 1] - runs.rowStarts[row]
            rows.append(contentsOf: repeatElement(UInt16(truncatingIfNeeded: row), count: count))
        }
        for row in 1..<max(1, runs.size.height) {
            var line = LineLinks(row: row)
            join(runs, runs.rowStarts[row - 1], runs.rowStarts[row]..<runs.rowStarts[row + 1] - 1, &line)
        }
    }

    private mutating func join(_ runs: BlockRuns, _ above: Int, _ below: Range<Int>, _ line: inout LineLinks) {
        var (upper, lower) = (above, below.lowerBound)
        var (upperMet, lowerMet) = (false, false)
        while lower < below.upperBound {
            let (upperEnd, lowerEnd) = (runs.starts[upper + 1], runs.starts[lower + 1])
            let key = runs.keys[lower]
            if runs.share(upper, lower) {
                meet(runs, upper, lower, &line)
                (upperMet, lowerMet) = (true, true)
            }
            if upperEnd == lowerEnd, upperEnd < width { markTouch(runs, upper, lower) }
            if upperEnd <= lowerEnd {
                if !upperMet, PixelKeys.isLabelled(runs.keys[upper]) {
                    link(runs, Self.down(upper), Self.up(upper), line.row)
                }
                upper += 1
                upperMet = false
            }
            if lowerEnd <= upperEnd {
                if !lowerMet, PixelKeys.isLabelled(key) { link(runs, Self.up(lower), Self.down(lower), line.row) }
                lower += 1
                lowerMet = false
            }
        }
        if line.upper >= 0 { link(runs, Self.up(line.lower), Self.up(line.upper), line.row) }
    }

    /// Two runs overlap: the outline between this and the last overlap, or around both.
    private mutating func meet(_ runs: BlockRuns, _ upper: Int, _ lower: Int, _ line: inout LineLinks) {
        if upper == line.upper {
            link(runs, Self.up(line.lower), Self.down(lower), line.row)
        } else if lower == line.lower {
            link(runs, Self.down(upper), Self.up(line.upper), line.row)
        } else {
            if line.upper >= 0 { link(runs, Self.up(line.lower), Self.up(line.upper), line.row) }
            link(runs, Self.down(upper), Self.down(lower), line.row)
        }
        (line.upper, line.lower) = (upper, lower)
    }

    /// Sides on a seam are not the block's: an outline enters or leaves there.
    private mutating func link(_ runs: BlockRuns, _ side: Int32, _ following: Int32, _ row: Int) {
        let (from, to) = (column(side, runs), column(following, runs))
        let target = to == 0 ? Self.leavesLeft : to == width ? Self.leavesRight : following
        if from > 0 && from < width {
            next[Int(side)] = target
        } else if from != to {
            entries.append(Entry(row: row, fromLeft: from == 0, target: target, run: Int(side >> 1)))
        }
    }

    /// The column line that a side lies on.
    @inline(__always)
    func column(_ side: Int32, _ runs: BlockRuns) -> UInt16 { runs.starts[Int(side >> 1 &+ side & 1)] }

    /// Runs end at one column in both rows: notes pixels of one key across the corner.
    private mutating func markTouch(_ runs: BlockRuns, _ upper: Int, _ lower: Int) {
        if runs.share(upper, lower + 1) {
            touches[Int(Self.up(upper))] |= 1
            touches[Int(Self.down(lower + 1))] |= 1
        }
        if runs.share(upper + 1, lower) {
            touches[Int(Self.down(upper + 1))] |= 2
            touches[Int(Self.up(lower))] |= 2
        }
    }
}

/// The last overlap on a line between rows.
private struct LineLinks {
    let row: Int
    var upper = -1
    var lower = -1

    init(row: Int) { self.row = row }
}
