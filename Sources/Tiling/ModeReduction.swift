public import RasterModel

/// Reduces a block of mask values by the most frequent class, exactly: each reduced pixel looks at all full-resolution
/// pixels below it, not at an already reduced level.
///
/// 0 takes no part in the vote, so a reduced pixel is 0 only where all are 0. Ties go to the lower class.
public struct ModeReduction: Sendable {
    private var columnVotes: [UInt8] = []

    public init() {}

    /// The reduced levels of one block.
    ///
    /// - Parameters:
    ///   - values: row-major mask values of `size`, at most `blockSize` in each direction.
    ///   - classes: the class values that occur, ascending.
    ///   - levels: how many halvings.
    /// - Returns: row-major values of level 1, 2, ...
    public mutating func reduce(_ values: [UInt8], size: RasterSize, classes: [UInt8], levels: Int) -> [[UInt8]] {
        guard levels > 0 else { return [] }
        var size = size
        var counts = classes.map { votes(for: $0, in: values, size: size) }
        var result: [[UInt8]] = []
        for level in 1...levels {
            if level > 1 { counts = counts.map { Self.join($0, size: size) } }
            size = RasterSize(width: (size.width + 1) / 2, height: (size.height + 1) / 2)
            result.append(Self.winners(counts, classes: classes, count: size.count))
        }
        return result
    }

    /// For each 2 x 2 square, how many of its pixels have the value.
    private mutating func votes(for value: UInt8, in values: [UInt8], size: RasterSize) -> [UInt32] {
        let halfWidth = (size.width + 1) / 2
        var result = [UInt32](repeating: 0, count: halfWidth * ((size.height + 1) / 2))
        // One spare column, so that an odd width needs no special case.
        if columnVotes.count < 2 * halfWidth { columnVotes = Array(repeating: 0, count: 2 * halfWidth) }
        if size.width < 2 * halfWidth { columnVotes[size.width] = 0 }
        for row in stride(from: 0, to: size.height, by: 2) {
            let upper = values.span.extracting(row * size.width..<(row + 1) * size.width)
            let lowerRow = min(row + 1, size.height - 1)
            let lower = values.span.extracting(lowerRow * size.width..<(lowerRow + 1) * size.width)
            var sums = columnVotes.mutableSpan
            countColumns(upper, lower, value, countsLower: lowerRow > row, into: &sums)
            var votes = result.mutableSpan
            var line = votes._mutatingExtracting(row / 2 * halfWidth..<(row / 2 + 1) * halfWidth)
            addPairs(columnVotes.span.extracting(0..<2 * halfWidth), into: &line)
        }
        return result
    }

    /// Adds the votes of four squares.
    private static func join(_ counts: [UInt32], size: RasterSize) -> [UInt32] {
        let (halfWidth, halfHeight) = ((size.width + 1) / 2, (size.height + 1) / 2)
        var result = [UInt32](repeating: 0, count: halfWidth * halfHeight)
        for row in 0..<size.height {
            for column in 0..<size.width {
                result[row / 2 * halfWidth + column / 2] += counts[row * size.width + column]
            }
        }
        return result
    }

    private static func winners(_ counts: [[UInt32]], classes: [UInt8], count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        var best = [UInt32](repeating: 0, count: count)
        for (votes, value) in zip(counts, classes) {
            for i in 0..<count where votes[i] > best[i] {
                best[i] = votes[i]
                result[i] = value
            }
        }
        return result
    }
}

private func countColumns(
    _ upper: Span<UInt8>, _ lower: Span<UInt8>, _ value: UInt8, countsLower: Bool, into sums: inout MutableSpan<UInt8>
) {
    let count = upper.count
    precondition(lower.count == count && sums.count >= count)
    if countsLower {
        for i in 0..<count { sums[i] = (upper[i] == value ? 1 : 0) &+ (lower[i] == value ? 1 : 0) }
    } else {
        for i in 0..<count { sums[i] = upper[i] == value ? 1 : 0 }
    }
}

private func addPairs(_ sums: Span<UInt8>, into out: inout MutableSpan<UInt32>) {
    let count = out.count
    precondition(sums.count == 2 * count)
    for i in 0..<count { out[i] = UInt32(sums[2 &* i] &+ sums[2 &* i &+ 1]) }
}
