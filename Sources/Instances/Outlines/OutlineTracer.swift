import Spool
import RasterModel

/// Follows the outlines inside one block: rings that close in it, and chains from seam to seam.
struct OutlineTracer {
    private var links = OutlineLinks()
    private var passed: [Bool] = []
    private var turns: [OutlineTurn] = []
    /// Turns of all chains.
    private(set) var chainTurns: [OutlineTurn] = []
    private(set) var rings = SpillBatch<OutlineKey>()
    private(set) var chains: [OutlineChain] = []

    /// Traces a block.
    ///
    /// - Parameters:
    ///   - labels: components connected by sides.
    ///   - owners: whose outline each component's is.
    mutating func trace(_ labels: BlockLabels, window: PixelWindow, owners: [OutlineOwner]) {
        rings = SpillBatch()
        chains = []
        chainTurns = []
        links.link(labels.runs)
        passed.removeAll(keepingCapacity: true)
        passed.append(contentsOf: repeatElement(false, count: links.next.count))
        traceEntries(labels, window, owners)
        traceSeamSides(labels, window, owners)
        traceRings(labels, window, owners)
    }

    /// Chains that come in along a line between rows.
    private mutating func traceEntries(_ labels: BlockLabels, _ window: PixelWindow, _ owners: [OutlineOwner]) {
        for entry in links.entries {
            let column = entry.fromLeft ? window.column : window.columns.upperBound
            let row = window.row + entry.row
            let direction: OutlineDirection = entry.fromLeft ? .right : .left
            let owner = owners[Int(labels.labels[entry.run])]
            if entry.target < 0 {
                // From seam to seam along the line.
                let far = entry.fromLeft ? window.columns.upperBound : window.column
                chains.append(
                    OutlineChain(
                        start: OutlineEnd(column: column, row: row, direction),
                        end: OutlineEnd(column: far, row: row, direction), turns: 0..<0, owner: owner))
            } else {
                turns.removeAll(keepingCapacity: true)
                appendTurn(entry.target, isStart: true, labels, window)
                walk(from: entry.target, labels, window, owner, start: OutlineEnd(column: column, row: row, direction))
            }
        }
    }

    /// Chains that begin with a side at the upper or lower seam.
    private mutating func traceSeamSides(_ labels: BlockLabels, _ window: PixelWindow, _ owners: [OutlineOwner]) {
        let runs = labels.runs
        for (row, isTop) in [(0, true), (window.height - 1, false)] {
            for run in runs.rowStarts[row]..<runs.rowStarts[row + 1] - 1 where labels.labels[run] >= 0 {
                let side = isTop ? OutlineLinks.down(run) : OutlineLinks.up(run)
                let column = Int(links.column(side, runs))
                guard column > 0, column < window.width else { continue }
                let start = OutlineEnd(
                    column: window.column + column, row: isTop ? window.row : window.rows.upperBound,
                    isTop ? .down : .up)
                turns.removeAll(keepingCapacity: true)
                walk(from: side, labels, window, owners[Int(labels.labels[run])], start: start)
            }
        }
    }

    /// What is left are rings.
    private mutating func traceRings(_ labels: BlockLabels, _ window: PixelWindow, _ owners: [OutlineOwner]) {
        for row in 0..<window.height {
            for run in labels.runs.rowStarts[row]..<labels.runs.rowStarts[row + 1] - 1 where labels.labels[run] >= 0 {
                for side in [OutlineLinks.down(run), OutlineLinks.up(run)] where !passed[Int(side)] {
                    let column = links.column(side, labels.runs)
                    guard column > 0, Int(column) < window.width else { continue }
                    turns.removeAll(keepingCapacity: true)
                    var at = side
                    repeat {
                        passed[Int(at)] = true
                        let following = links.next[Int(at)]
                        appendTurns(at, following, labels, window)
                        at = following
                    } while at != side
                    rings.add(turns, owners[Int(labels.labels[run])])
                }
            }
        }
    }

    private mutating func walk(
        from start: Int32, _ labels: BlockLabels, _ window: PixelWindow, _ owner: OutlineOwner, start seam: OutlineEnd
    ) {
        var side = start
        while true {
            passed[Int(side)] = true
            let following = links.next[Int(side)]
            guard following < 0 else {
                appendTurns(side, following, labels, window)
                side = following
                continue
            }
            if following != OutlineLinks.leavesAhead { appendTurn(side, isStart: false, labels, window) }
            let first = chainTurns.count
            chainTurns.append(contentsOf: turns)
            chains.append(
                OutlineChain(
                    start: seam, end: end(of: side, following, labels, window), turns: first..<chainTurns.count,
                    owner: owner))
            return
        }
    }

    /// Where a chain leaves the block behind its last side.
    private func end(
        of side: Int32, _ leaving: Int32, _ labels: BlockLabels, _ window: PixelWindow
    ) -> OutlineEnd {
        let row = lineRow(side, isStart: false, labels, window)
        switch leaving {
        case OutlineLinks.leavesLeft: return OutlineEnd(column: window.column, row: row, .left)
        case OutlineLinks.leavesRight: return OutlineEnd(column: window.columns.upperBound, row: row, .right)
        default:
            let column = window.column + Int(links.column(side, labels.runs))
            return OutlineEnd(column: column, row: row, side & 1 == 0 ? .down : .up)
        }
    }

    /// The turns between a side and the next one.
    private mutating func appendTurns(
        _ side: Int32, _ following: Int32, _ labels: BlockLabels, _ window: PixelWindow
    ) {
        guard links.column(side, labels.runs) != links.column(following, labels.runs) else { return }
        appendTurn(side, isStart: false, labels, window)
        appendTurn(following, isStart: true, labels, window)
    }

    private mutating func appendTurn(
        _ side: Int32, isStart: Bool, _ labels: BlockLabels, _ window: PixelWindow
    ) {
        turns.append(
            OutlineTurn(
                column: window.column + Int(links.column(side, labels.runs)),
                row: lineRow(side, isStart: isStart, labels, window),
                touches: links.touches[Int(side)] & (isStart ? 1 : 2) != 0))
    }

    /// The line between rows at which a side begins or ends.
    private func lineRow(_ side: Int32, isStart: Bool, _ labels: BlockLabels, _ window: PixelWindow) -> Int {
        let row = window.row + Int(links.rows[Int(side >> 1)])
        return (side & 1 == 0) == isStart ? row : row + 1
    }
}
