package import RasterModel

/// Reduces a block of mask values by the most frequent class, exactly: each reduced pixel looks at all full-resolution
/// pixels below it, not at an already reduced level.
///
/// 0 takes no part in the vote, so a reduced pixel is 0 only where all are 0. Ties go to the lower class.
package struct ModeReduction: Sendable {
    /// Levels whose votes (at most 4^level) fit into a byte.
    private static let byteLevels = 3
    private var columnVotes: [UInt8] = []

    /// A reduction that keeps its scratch memory between blocks. Belongs to one thread.
    package init() {}

    /// The reduced levels of one block.
    ///
    /// - Parameters:
    ///   - values: row-major mask values of `size`, at most 2^15 in each direction.
    ///   - classes: the class values that occur, ascending.
    ///   - levels: how many halvings.
    ///   - isFull: true where no value is 0.
    /// - Returns: row-major values of level 1, 2, ...
    package mutating func reduce(
        _ values: [UInt8], size: RasterSize, classes: [UInt8], levels: Int, isFull: Bool = false
    ) -> [[UInt8]] {
        guard levels > 0 else { return [] }
        let isEven = size.width % (1 << levels) == 0 && size.height % (1 << levels) == 0
        if isFull, isEven, classes.count == 2 {
            return reduce(values, size: size, lower: classes[0], upper: classes[1], levels: levels)
        }
        var size = size
        var small = classes.map { firstVotes(for: $0, in: values, size: size) }
        var large: [[UInt32]] = []
        var result: [[UInt8]] = []
        for level in 1...levels {
            if level > 1, level <= Self.byteLevels {
                small = small.map { joined($0, size: size) }
            } else if level > Self.byteLevels {
                if large.isEmpty { large = small.map { $0.map(UInt32.init) } }
                large = large.map { Self.joined($0, size: size) }
            }
            size = Self.half(size)
            result.append(
                level <= Self.byteLevels
                    ? Self.winners(small, classes: classes, count: size.count)
                    : Self.winners(large, classes: classes, count: size.count))
        }
        return result
    }

    /// The same of a block that two classes fill: the votes for one say how many are for the other.
    private mutating func reduce(
        _ values: [UInt8], size: RasterSize, lower: UInt8, upper: UInt8, levels: Int
    ) -> [[UInt8]] {
        var size = size
        var small = firstVotes(for: lower, in: values, size: size)
        var large: [UInt32] = []
        return (1...levels).map { level in
            if level > Self.byteLevels {
                if large.isEmpty { large = small.map(UInt32.init) }
                large = Self.joined(large, size: size)
            } else if level > 1 {
                small = joined(small, size: size)
            }
            size = Self.half(size)
            var result = [UInt8](repeating: 0, count: size.count)
            var winners = result.mutableSpan
            if level > Self.byteLevels {
                choose(lower, upper, large.span, half: 1 << (2 * UInt32(level) - 1), in: &winners)
            } else {
                choose(lower, upper, small.span, half: 1 << (2 * UInt8(level) - 1), in: &winners)
            }
            return result
        }
    }

    private static func half(_ size: RasterSize) -> RasterSize {
        RasterSize(width: (size.width + 1) / 2, height: (size.height + 1) / 2)
    }

    /// For each 2 x 2 square, how many of its pixels have the value.
    private mutating func firstVotes(for value: UInt8, in values: [UInt8], size: RasterSize) -> [UInt8] {
        addSquares(size) { row, below, sums in
            let upper = values.span.extracting(row * size.width..<(row + 1) * size.width)
            if let below {
                let lower = values.span.extracting(below * size.width..<(below + 1) * size.width)
                countColumns(upper, lower, value, into: &sums)
            } else {
                countColumns(upper, value, into: &sums)
            }
        }
    }

    /// For each 2 x 2 square, the sum of its votes.
    private mutating func joined(_ votes: [UInt8], size: RasterSize) -> [UInt8] {
        addSquares(size) { row, below, sums in
            let upper = votes.span.extracting(row * size.width..<(row + 1) * size.width)
            if let below {
                let lower = votes.span.extracting(below * size.width..<(below + 1) * size.width)
                addColumns(upper, lower, into: &sums)
            } else {
                copyColumns(upper, into: &sums)
            }
        }
    }

    /// Sums over squares: `columns` writes the sums of a row and the one below it (nil past the last row), and pairs of
    /// them are added.
    @inline(__always)
    private mutating func addSquares(
        _ size: RasterSize, columns: (_ row: Int, _ below: Int?, _ sums: inout MutableSpan<UInt8>) -> Void
    ) -> [UInt8] {
        let half = Self.half(size)
        var result = [UInt8](repeating: 0, count: half.count)
        // One spare column, so that an odd width needs no special case.
        columnVotes.removeAll(keepingCapacity: true)
        columnVotes.append(contentsOf: repeatElement(0, count: 2 * half.width))
        for row in 0..<half.height {
            var all = columnVotes.mutableSpan
            var sums = all._mutatingExtracting(0..<size.width)
            columns(2 * row, 2 * row + 1 < size.height ? 2 * row + 1 : nil, &sums)
            var target = result.mutableSpan
            var line = target._mutatingExtracting(row * half.width..<(row + 1) * half.width)
            addPairs(columnVotes.span, into: &line)
        }
        return result
    }

    private static func joined(_ votes: [UInt32], size: RasterSize) -> [UInt32] {
        let half = half(size)
        var result = [UInt32](repeating: 0, count: half.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                result[row / 2 * half.width + column / 2] += votes[row * size.width + column]
            }
        }
        return result
    }

    private static func winners<Votes: FixedWidthInteger>(
        _ votes: [[Votes]], classes: [UInt8], count: Int
    ) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        var best = [Votes](repeating: 0, count: count)
        for (votes, value) in zip(votes, classes) {
            var winners = result.mutableSpan
            var most = best.mutableSpan
            choose(value, votes.span, over: &most, in: &winners)
        }
        return result
    }
}

// Loops that become vector code: one count, checked once, and no branches.

private func countColumns(
    _ upper: Span<UInt8>, _ lower: Span<UInt8>, _ value: UInt8, into sums: inout MutableSpan<UInt8>
) {
    let count = sums.count
    precondition(upper.count == count && lower.count == count)
    for i in 0..<count { sums[i] = (upper[i] == value ? 1 : 0) &+ (lower[i] == value ? 1 : 0) }
}

private func countColumns(_ upper: Span<UInt8>, _ value: UInt8, into sums: inout MutableSpan<UInt8>) {
    let count = sums.count
    precondition(upper.count == count)
    for i in 0..<count { sums[i] = upper[i] == value ? 1 : 0 }
}

private func addColumns(_ upper: Span<UInt8>, _ lower: Span<UInt8>, into sums: inout MutableSpan<UInt8>) {
    let count = sums.count
    precondition(upper.count == count && lower.count == count)
    for i in 0..<count { sums[i] = upper[i] &+ lower[i] }
}

private func copyColumns(_ upper: Span<UInt8>, into sums: inout MutableSpan<UInt8>) {
    let count = sums.count
    precondition(upper.count == count)
    for i in 0..<count { sums[i] = upper[i] }
}

private func addPairs(_ sums: Span<UInt8>, into out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(sums.count == 2 * count)
    for i in 0..<count { out[i] = sums[2 &* i] &+ sums[2 &* i &+ 1] }
}

@inline(__always)
private func choose<Votes: FixedWidthInteger>(
    _ value: UInt8, _ votes: Span<Votes>, over most: inout MutableSpan<Votes>, in winners: inout MutableSpan<UInt8>
) {
    let count = winners.count
    precondition(votes.count == count && most.count == count)
    for i in 0..<count {
        let (new, old) = (votes[i], most[i])
        let wins: UInt8 = new > old ? 255 : 0
        winners[i] = (winners[i] & ~wins) | (value & wins)
        most[i] = max(new, old)
    }
}

/// The lower class where it has half of the votes or more.
@inline(__always)
private func choose<Votes: FixedWidthInteger>(
    _ lower: UInt8, _ upper: UInt8, _ votes: Span<Votes>, half: Votes, in winners: inout MutableSpan<UInt8>
) {
    let count = winners.count
    precondition(votes.count == count)
    for i in 0..<count {
        let wins: UInt8 = votes[i] < half ? 255 : 0
        winners[i] = (upper & wins) | (lower & ~wins)
    }
}
