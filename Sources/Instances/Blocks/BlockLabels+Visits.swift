import RasterModel

extension BlockLabels {
    /// Calls `body` with the component, the columns and the row of each labelled run, in raster order.
    @inline(__always)
    func forEachRun(_ body: (_ label: Int, _ columns: Range<Int>, _ row: Int) -> Void) {
        for row in 0..<runs.size.height {
            for run in runs.rowStarts[row]..<runs.rowStarts[row + 1] - 1 where labels[run] >= 0 {
                body(Int(labels[run]), Int(runs.starts[run])..<Int(runs.starts[run + 1]), row)
            }
        }
    }

    /// Calls `body` for sides inside the block between a component and something else: another component or one of
    /// `SideVisit`. Sides between two components come twice, once for each of them.
    @inline(__always)
    func forEachSide(_ body: (_ label: Int, _ other: Int, _ sides: Int) -> Void) {
        for row in 0..<runs.size.height {
            let line = runs.rowStarts[row]..<runs.rowStarts[row + 1] - 1
            for run in line.dropFirst() { visit(run - 1, run, 1, body) }
            if row > 0 { forEachOverlap(runs.rowStarts[row - 1], line) { visit($0, $1, $2, body) } }
        }
    }

    @inline(__always)
    private func visit(_ a: Int, _ b: Int, _ sides: Int, _ body: (Int, Int, Int) -> Void) {
        let (first, second) = (meaning(a), meaning(b))
        guard first != second else { return }
        if first >= 0 { body(first, second, sides) }
        if second >= 0 { body(second, first, sides) }
    }

    @inline(__always)
    private func meaning(_ run: Int) -> Int {
        runs.keys[run] == PixelKeys.absent ? SideVisit.absent : Int(labels[run])
    }

    /// Calls `body` with each run above and below that share sides, and how many.
    @inline(__always)
    func forEachOverlap(_ above: Int, _ line: Range<Int>, _ body: (Int, Int, Int) -> Void) {
        var (upper, lower) = (above, line.lowerBound)
        var reached: UInt16 = 0
        while lower < line.upperBound {
            let (upperEnd, lowerEnd) = (runs.starts[upper + 1], runs.starts[lower + 1])
            let end = min(upperEnd, lowerEnd)
            body(upper, lower, Int(end - reached))
            reached = end
            upper += upperEnd == end ? 1 : 0
            lower += lowerEnd == end ? 1 : 0
        }
    }
}
