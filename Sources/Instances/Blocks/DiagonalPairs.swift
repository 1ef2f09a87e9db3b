import RasterModel

/// How often pixels of a block's components have a neighbour of their key across a corner.
struct DiagonalPairs {
    private var falling: [Int32] = []
    private var rising: [Int32] = []

    /// The counts of a component; 0 where they were not asked for.
    func counts(_ label: Int) -> (falling: Int, rising: Int) {
        falling.isEmpty ? (0, 0) : (Int(falling[label]), Int(rising[label]))
    }

    mutating func count(_ labels: BlockLabels, isAsked: Bool) {
        falling.removeAll(keepingCapacity: true)
        rising.removeAll(keepingCapacity: true)
        guard isAsked else { return }
        falling.append(contentsOf: repeatElement(0, count: labels.count))
        rising.append(contentsOf: repeatElement(0, count: labels.count))
        for row in 1..<max(1, labels.runs.size.height) {
            let line = labels.runs.rowStarts[row]..<labels.runs.rowStarts[row + 1] - 1
            countRow(labels, labels.runs.rowStarts[row - 1]..<line.lowerBound - 1, line)
        }
    }

    /// Walks over all pairs of runs that overlap or touch at a corner.
    private mutating func countRow(_ labels: BlockLabels, _ above: Range<Int>, _ line: Range<Int>) {
        var first = above.lowerBound
        let starts = labels.runs.starts
        for lower in line where labels.labels[lower] >= 0 {
            while first < above.upperBound - 1, starts[first + 1] < starts[lower] { first += 1 }
            var upper = first
            while upper < above.upperBound, starts[upper] <= starts[lower + 1] {
                if labels.runs.share(upper, lower) { add(labels, upper, lower) }
                upper += 1
            }
        }
    }

    private mutating func add(_ labels: BlockLabels, _ upper: Int, _ lower: Int) {
        let starts = labels.runs.starts
        let (a, b) = (Int(starts[upper])..<Int(starts[upper + 1]), Int(starts[lower])..<Int(starts[lower + 1]))
        let fall = Int32(max(0, min(a.upperBound + 1, b.upperBound) - max(a.lowerBound + 1, b.lowerBound)))
        let rise = Int32(max(0, min(a.upperBound - 1, b.upperBound) - max(a.lowerBound - 1, b.lowerBound)))
        for run in [upper, lower] {
            falling[Int(labels.labels[run])] += fall
            rising[Int(labels.labels[run])] += rise
        }
    }
}
