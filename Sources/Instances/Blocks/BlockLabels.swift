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
    ///   - size: of the block.
    mutating func find(_ codes: Span<UInt8>, size: RasterSize, keys: PixelKeys, neighbours: Neighbours) {
        runs.scan(codes, size: size, keys: keys)
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
    let (starts, keys) = (runs.starts.span, runs.keys.span)
    var labels = labels.mutableSpan
    var parents = parents.mutableSpan
    var pairs = pairs.mutableSpan
    var count = 0
    for row in 0..<runs.size.height {
        let line = runs.rowStarts[row]..<runs.rowStarts[row + 1]
        for run in line { labels[run] = -1 }
        if row > 0 {
            let above = runs.rowStarts[row - 1]
            switch neighbours {
            case .four: connectSides(starts, keys, &labels, &parents, &pairs, above, line)
            case .eight: connectAll(starts, keys, &labels, &parents, &pairs, above, line)
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

/// Connects the runs of a row with those above that share a side with them.
private func connectSides(
    _ starts: Span<UInt16>, _ keys: Span<UInt8>, _ labels: inout MutableSpan<Int32>,
    _ parents: inout MutableSpan<Int32>, _ pairs: inout MutableSpan<Int32>, _ above: Int, _ line: Range<Int>
) {
    var (upper, lower) = (above, line.lowerBound)
    var reached: UInt16 = 0
    while lower < line.upperBound - 1 {
        let (upperEnd, lowerEnd) = (starts[upper + 1], starts[lower + 1])
        let end = min(upperEnd, lowerEnd)
        if keys[upper] == keys[lower] && PixelKeys.isLabelled(keys[lower]) {
            connect(&labels, &parents, upper, lower)
            pairs[Int(labels[lower])] &+= Int32(end &- reached)
        }
        reached = end
        upper &+= upperEnd == end ? 1 : 0
        lower &+= lowerEnd == end ? 1 : 0
    }
}

/// Connects the runs of a row with those above that share a side or a corner with them.
private func connectAll(
    _ starts: Span<UInt16>, _ keys: Span<UInt8>, _ labels: inout MutableSpan<Int32>,
    _ parents: inout MutableSpan<Int32>, _ pairs: inout MutableSpan<Int32>, _ above: Int, _ line: Range<Int>
) {
    var (upper, lower) = (above, line.lowerBound)
    var reached: UInt16 = 0
    while lower < line.upperBound - 1 {
        let (upperEnd, lowerEnd) = (starts[upper + 1], starts[lower + 1])
        let end = min(upperEnd, lowerEnd)
        if keys[upper] == keys[lower] && PixelKeys.isLabelled(keys[lower]) {
            connect(&labels, &parents, upper, lower)
            pairs[Int(labels[lower])] &+= Int32(end &- reached)
        }
        reached = end
        if upperEnd == lowerEnd {
            // Corners: keys of the entries that end rows are not labelled.
            if keys[upper] == keys[lower + 1] && PixelKeys.isLabelled(keys[upper]) {
                connect(&labels, &parents, upper, lower &+ 1)
            }
            if keys[upper + 1] == keys[lower] && PixelKeys.isLabelled(keys[lower]) {
                connect(&labels, &parents, upper &+ 1, lower)
            }
        }
        upper &+= upperEnd == end ? 1 : 0
        lower &+= lowerEnd == end ? 1 : 0
    }
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
