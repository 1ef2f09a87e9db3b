/// Numbers joined over stretches of a row whose lengths are powers of two: level k joins the 2^k numbers from each place on,
/// so that two of them cover any stretch.
enum StretchTable {
    /// Makes the levels of a row.
    ///
    /// - Parameters:
    ///   - base: the row: level 0.
    ///   - length: how many of its numbers count.
    ///   - reach: stretches are of at most 2 reach + 1 places.
    ///   - levels: take the joined numbers; grown where they are too few or too short.
    ///   - join: associative.
    @inline(__always)
    static func make<T>(
        _ base: [T], length: Int, reach: Int, into levels: inout [[T]], _ join: (T, T) -> T
    ) {
        if levels.isEmpty { levels.append(base) } else { levels[0] = base }
        var step = 1
        var level = 1
        while 2 * step <= 2 * reach + 1 {
            if levels.count == level { levels.append(base) }
            if levels[level].count < length { levels[level] = base }
            let before = levels[level - 1]
            let count = length - 2 * step + 1
            if count > 0 {
                let a = before.span.extracting(0..<count)
                let b = before.span.extracting(step..<step + count)
                var out = levels[level].mutableSpan
                for i in 0..<count { out[i] = join(a[i], b[i]) }
            }
            step *= 2
            level += 1
        }
    }

    /// Raises each number of a line to the largest within `halfWidth` places of its own.
    ///
    /// - Parameters:
    ///   - levels: of a row that begins `reach` places before the line, joined by the larger of two.
    @inline(__always)
    static func raise<T: Comparable>(
        _ line: inout MutableSpan<T>, by levels: [[T]], reach: Int, halfWidth: Int
    ) {
        let stretch = 2 * halfWidth + 1
        let level = Int.bitWidth - 1 - stretch.leadingZeroBitCount
        let table = levels[level]
        let first = reach - halfWidth
        let second = reach + halfWidth + 1 - (1 << level)
        let count = line.count
        let a = table.span.extracting(first..<first + count)
        let b = table.span.extracting(second..<second + count)
        for i in 0..<count {
            let larger = a[i] > b[i] ? a[i] : b[i]
            line[i] = larger > line[i] ? larger : line[i]
        }
    }
}
