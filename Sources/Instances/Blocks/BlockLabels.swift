import RasterModel

/// The components of one block: its runs, and for each run the number of its component.
///
/// Components are numbered 0, 1, ... in raster order of their first pixels. Kept by one worker and refilled.
struct BlockLabels {
    private(set) var runs = BlockRuns()
    /// Component of each run; -1 for runs without one.
    private(set) var labels: [Int32] = []
    /// Number of components.
    private(set) var count = 0
    /// For each component, how many pairs of its pixels lie one above the other.
    private(set) var columnPairs: [Int32] = []

    private var parents: [Int32] = []
    private var pairs: [Int32] = []

    /// Labels a block.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes.
    ///   - window: the block's window of the raster.
    mutating func find(_ codes: Span<UInt8>, window: PixelWindow, source: inout some ObjectSource) {
        source.scan(codes, window: window, into: &runs)
        precondition(runs.size == window.size, "a source scans the whole block")
        connect(source.neighbours)
    }

    /// Labels a block anew that was labelled with other neighbours.
    mutating func find(_ other: BlockLabels, neighbours: Neighbours) {
        runs.copy(other.runs)
        connect(neighbours)
    }

    private mutating func connect(_ neighbours: Neighbours) {
        Self.grow(&labels, to: runs.count)
        Self.grow(&parents, to: runs.count)
        Self.grow(&pairs, to: runs.count)
        let provisional = connectRows(runs, neighbours, &labels, &parents, &pairs)
        number(provisional)
        relabel(&labels, parents, count: runs.count)
    }

    private static func grow(_ numbers: inout [Int32], to count: Int) {
        if numbers.count < count {
            numbers.append(contentsOf: repeatElement(0, count: count - numbers.count))
        }
    }

    /// Numbers the sets of provisional labels in the order of their smallest, and adds up their pairs.
    private mutating func number(_ provisional: Int) {
        columnPairs.removeAll(keepingCapacity: true)
        count = 0
        for label in 0..<provisional {
            let parent = Int(parents[label])
            if parent == label {
                parents[label] = Int32(truncatingIfNeeded: count)
                columnPairs.append(pairs[label])
                count += 1
            } else {
                // Parents are smaller: this one has its number already.
                parents[label] = parents[parent]
                columnPairs[Int(parents[label])] += pairs[label]
            }
        }
    }
}

/// Gives every run a provisional label and joins the labels of runs that touch.
///
/// - Returns: how many labels there are.
private func connectRows(
    _ runs: BlockRuns, _ neighbours: Neighbours, _ labels: inout [Int32], _ parents: inout [Int32],
    _ pairs: inout [Int32]
) -> Int {
    let (starts, keys, numbers) = (runs.starts.span, runs.keys.span, runs.numbers.span)
    var labels = labels.mutableSpan
    var parents = parents.mutableSpan
    var pairs = pairs.mutableSpan
    var count = 0
    for row in 0..<runs.size.height {
        let line = runs.rowStarts[row]..<runs.rowStarts[row + 1]
        for run in line { labels[run] = -1 }
        if row > 0 {
            let above = runs.rowStarts[row - 1]
            // Four copies of one loop, each without what it does not need.
            switch (neighbours, runs.isNumbered) {
            case (.four, false): connectRow(starts, keys, nil, &labels, &parents, &pairs, above, line, corners: false)
            case (.eight, false): connectRow(starts, keys, nil, &labels, &parents, &pairs, above, line, corners: true)
            case (.four, true):
                connectRow(starts, keys, numbers, &labels, &parents, &pairs, above, line, corners: false)
            case (.eight, true):
                connectRow(starts, keys, numbers, &labels, &parents, &pairs, above, line, corners: true)
            }
        }
        for run in line where labels[run] < 0 && PixelKeys.isLabelled(keys[run]) {
            labels[run] = Int32(truncatingIfNeeded: count)
            parents[count] = Int32(truncatingIfNeeded: count)
            pairs[count] = 0
            count &+= 1
        }
    }
    return count
}

private func relabel(_ labels: inout [Int32], _ numbers: [Int32], count: Int) {
    let numbers = numbers.span
    var labels = labels.mutableSpan
    for run in 0..<count where labels[run] >= 0 { labels[run] = numbers[Int(labels[run])] }
}

/// Connects the runs of a row with those above of one key that share a side, or a corner, with them.
///
/// - Parameter numbers: nil where classes alone are keys.
@inline(__always)
private func connectRow(
    _ starts: Span<UInt16>, _ keys: Span<UInt8>, _ numbers: Span<UInt32>?, _ labels: inout MutableSpan<Int32>,
    _ parents: inout MutableSpan<Int32>, _ pairs: inout MutableSpan<Int32>, _ above: Int, _ line: Range<Int>,
    corners: Bool
) {
    var (upper, lower) = (above, line.lowerBound)
    var reached: UInt16 = 0
    while lower < line.upperBound - 1 {
        let (upperEnd, lowerEnd) = (starts[upper + 1], starts[lower + 1])
        let end = min(upperEnd, lowerEnd)
        if share(keys, numbers, upper, lower) {
            connect(&labels, &parents, upper, lower)
            pairs[Int(labels[lower])] &+= Int32(end &- reached)
        }
        reached = end
        if corners, upperEnd == lowerEnd {
            // Keys of the entries that end rows are not labelled.
            if share(keys, numbers, upper, lower &+ 1) { connect(&labels, &parents, upper, lower &+ 1) }
            if share(keys, numbers, upper &+ 1, lower) { connect(&labels, &parents, upper &+ 1, lower) }
        }
        upper &+= upperEnd == end ? 1 : 0
        lower &+= lowerEnd == end ? 1 : 0
    }
}

/// True for runs of one object.
@inline(__always)
private func share(_ keys: Span<UInt8>, _ numbers: Span<UInt32>?, _ upper: Int, _ lower: Int) -> Bool {
    guard keys[upper] == keys[lower] && PixelKeys.isLabelled(keys[lower]) else { return false }
    guard let numbers else { return true }
    return numbers[upper] == numbers[lower]
}

/// Makes the labels of two runs one; the lower one may have none yet.
@inline(__always)
private func connect(
    _ labels: inout MutableSpan<Int32>, _ parents: inout MutableSpan<Int32>, _ upper: Int, _ lower: Int
) {
    let (a, b) = (labels[upper], labels[lower])
    guard a != b else { return }
    if b < 0 {
        labels[lower] = a
    } else {
        join(&parents, a, b)
    }
}

/// Makes two labels one: the smaller root becomes the root of both.
@inline(__always)
private func join(_ parents: inout MutableSpan<Int32>, _ a: Int32, _ b: Int32) {
    let (first, second) = (root(&parents, a), root(&parents, b))
    if first < second { parents[Int(second)] = first } else { parents[Int(first)] = second }
}

/// The smallest label of a set; shortens the way to it.
@inline(__always)
private func root(_ parents: inout MutableSpan<Int32>, _ label: Int32) -> Int32 {
    var label = label
    while true {
        let parent = parents[Int(label)]
        if parent == label { return label }
        let above = parents[Int(parent)]
        parents[Int(label)] = above
        label = above
    }
}
