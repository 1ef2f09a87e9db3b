import RasterModel

/// The rows of a block as runs of pixels of one key, from edge to edge.
///
/// Each row ends with one entry more, without label, that begins behind its last pixel: so a run ends where the next
/// entry begins. Kept by one worker and refilled.
struct BlockRuns {
    /// Widest block: columns are kept in 16 bits.
    static let widest = 65_535

    private(set) var size = RasterSize(width: 0, height: 0)
    /// First column of each run.
    private(set) var starts: [UInt16] = []
    /// Key of each run.
    private(set) var keys: [UInt8] = []
    /// First run of each row, and behind the last row the number of entries.
    private(set) var rowStarts: [Int] = []
    /// True where some pixels are absent.
    private(set) var holdsAbsent = false

    /// Number of entries, those that end rows included.
    var count: Int { rowStarts.last ?? 0 }

    /// Finds the runs of a block.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes.
    ///   - size: of the block, at least 1 x 1.
    mutating func scan(_ codes: Span<UInt8>, size: RasterSize, keys table: PixelKeys) {
        precondition(size.width <= Self.widest && codes.count == size.count && !codes.isEmpty)
        self.size = size
        // Two entries are written ahead.
        let most = (size.width + 1) * size.height + 2
        if starts.count < most {
            starts = Array(repeating: 0, count: most)
            keys = Array(repeating: 0, count: most)
        }
        holdsAbsent = scanRows(codes, size.width, table.table.span, &starts, &keys, &rowStarts)
    }
}

/// Finds the runs of all rows.
///
/// - Returns: whether some pixels are absent.
private func scanRows(
    _ codes: Span<UInt8>, _ width: Int, _ table: Span<UInt8>, _ starts: inout [UInt16], _ keys: inout [UInt8],
    _ rowStarts: inout [Int]
) -> Bool {
    rowStarts.removeAll(keepingCapacity: true)
    var starts = starts.mutableSpan
    var keys = keys.mutableSpan
    var count = 0
    var absent = false
    for first in stride(from: 0, to: codes.count, by: width) {
        rowStarts.append(count)
        let line = codes.extracting(first..<first + width)
        let edges = findEdges(line, &starts, from: count)
        count = joinKeys(line, table, &starts, &keys, from: count, to: edges, absent: &absent)
    }
    rowStarts.append(count)
    return absent
}

/// Writes the columns where a row's codes change, the first column included, behind `start` others.
///
/// - Returns: how many entries there are then.
private func findEdges(_ line: Span<UInt8>, _ columns: inout MutableSpan<UInt16>, from start: Int) -> Int {
    columns[start] = 0
    var count = start + 1
    var before = line[0]
    var at = 0
    while at &+ 8 <= line.count {
        let word = loadWord(line.extracting(at..<at &+ 8))
        let edges = changedBytes(word, before)
        // Two are written whether they are there or not: most words hold fewer, and how many cannot be foreseen.
        let afterOne = edges & (edges &- 1)
        columns[count] = UInt16(truncatingIfNeeded: at &+ edges.trailingZeroBitCount &>> 3)
        columns[count &+ 1] = UInt16(truncatingIfNeeded: at &+ afterOne.trailingZeroBitCount &>> 3)
        count &+= (edges != 0 ? 1 : 0) &+ (afterOne != 0 ? 1 : 0)
        var others = afterOne & (afterOne &- 1)
        while others != 0 {
            columns[count] = UInt16(truncatingIfNeeded: at &+ others.trailingZeroBitCount &>> 3)
            count &+= 1
            others &= others &- 1
        }
        before = UInt8(truncatingIfNeeded: word &>> 56)
        at &+= 8
    }
    while at < line.count {
        if line[at] != before {
            columns[count] = UInt16(truncatingIfNeeded: at)
            count &+= 1
        }
        before = line[at]
        at &+= 1
    }
    return count
}

/// Eight bytes as a word, the first one lowest: one instruction.
@inline(__always)
private func loadWord(_ bytes: Span<UInt8>) -> UInt64 {
    let low = UInt64(bytes[0]) | UInt64(bytes[1]) &<< 8 | UInt64(bytes[2]) &<< 16 | UInt64(bytes[3]) &<< 24
    let high = UInt64(bytes[4]) &<< 32 | UInt64(bytes[5]) &<< 40 | UInt64(bytes[6]) &<< 48 | UInt64(bytes[7]) &<< 56
    return low | high
}

/// The highest bit of each byte of a word that differs from the byte before it; `before` comes before the lowest.
@inline(__always)
private func changedBytes(_ word: UInt64, _ before: UInt8) -> UInt64 {
    let difference = word ^ (word &<< 8 | UInt64(before))
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return ((difference & low) &+ low | difference) & ~low
}

/// Turns edges of codes into runs of keys: codes of one key are one run.
///
/// - Returns: how many entries there are then, the one that ends the row included.
private func joinKeys(
    _ line: Span<UInt8>, _ table: Span<UInt8>, _ starts: inout MutableSpan<UInt16>, _ keys: inout MutableSpan<UInt8>,
    from first: Int, to end: Int, absent: inout Bool
) -> Int {
    var count = first
    var before: UInt8?
    for edge in first..<end {
        let column = starts[edge]
        let key = table[Int(line[Int(column)])]
        guard key != before else { continue }
        if key == PixelKeys.absent { absent = true }
        starts[count] = column
        keys[count] = key
        count &+= 1
        before = key
    }
    starts[count] = UInt16(truncatingIfNeeded: line.count)
    keys[count] = PixelKeys.unlabelled
    return count + 1
}
