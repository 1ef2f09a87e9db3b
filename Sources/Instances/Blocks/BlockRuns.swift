package import RasterModel

/// The rows of a block as runs of pixels of one object key, from edge to edge: what an `ObjectSource` finds.
///
/// Keys are kept in two columns, classes and numbers. Where classes alone tell objects apart there are no numbers: no
/// memory and no time are spent on them.
///
/// Each row ends with one entry more, without label, that begins behind its last pixel: so a run ends where the next
/// entry begins. Kept by one worker and refilled.
package struct BlockRuns {
    /// Widest block: columns are kept in 16 bits.
    static let widest = 65_535

    private(set) var size = RasterSize(width: 0, height: 0)
    /// First column of each run.
    private(set) var starts: [UInt16] = []
    /// Class key of each run.
    private(set) var keys: [UInt8] = []
    /// Number of each run where `isNumbered`; 0 for runs without label.
    private(set) var numbers: [UInt32] = []
    /// True where objects of one class are told apart by numbers.
    private(set) var isNumbered = false
    /// First run of each row, and behind the last row the number of entries.
    private(set) var rowStarts: [Int] = []
    /// True where some pixels are absent.
    private(set) var holdsAbsent = false

    /// Number of entries, those that end rows included.
    var count: Int { rowStarts.last ?? 0 }

    /// Key of a run.
    @inline(__always)
    func key(_ run: Int) -> ObjectKey { ObjectKey(keys[run], number: isNumbered ? numbers[run] : 0) }

    /// True for runs of one object, if they touch.
    @inline(__always)
    func share(_ a: Int, _ b: Int) -> Bool {
        keys[a] == keys[b] && PixelKeys.isLabelled(keys[a]) && (!isNumbered || numbers[a] == numbers[b])
    }

    /// Finds the runs of a block where the class alone is the key.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes.
    ///   - size: of the block, at least 1 x 1.
    package mutating func scan(_ codes: Span<UInt8>, size: RasterSize, keys table: PixelKeys) {
        precondition(codes.count == size.count && !codes.isEmpty)
        prepare(size, isNumbered: false)
        holdsAbsent = scanRows(codes, size.width, table.table.span, &starts, &keys, &rowStarts)
    }

    /// Finds the runs of a block where class and number are the key.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes.
    ///   - numbers: row-major; 0 for pixels of no object. Those of pixels without class do not matter.
    ///   - size: of the block, at least 1 x 1.
    package mutating func scan(
        _ codes: Span<UInt8>, numbers: Span<UInt32>, size: RasterSize, keys table: PixelKeys
    ) {
        precondition(codes.count == size.count && numbers.count == size.count && !codes.isEmpty)
        prepare(size, isNumbered: true)
        holdsAbsent = false
        rowStarts.removeAll(keepingCapacity: true)
        var count = 0
        for row in 0..<size.height {
            rowStarts.append(count)
            for column in 0..<size.width {
                let (code, number) = (
                    table.table[Int(codes[row * size.width + column])], numbers[row * size.width + column]
                )
                let isObject = number != 0 && PixelKeys.isLabelled(code)
                let key = isObject ? ObjectKey(code, number: number) : ObjectKey(PixelKeys.hidden(code))
                if column > 0, key == self.key(count - 1) { continue }
                if key.code == PixelKeys.absent { holdsAbsent = true }
                put(key, column: column, at: count)
                count += 1
            }
            put(.unlabelled, column: size.width, at: count)
            count += 1
        }
        rowStarts.append(count)
    }

    /// Takes over the runs of another labelling of the same block.
    mutating func copy(_ other: BlockRuns) {
        prepare(other.size, isNumbered: other.isNumbered)
        starts.replaceSubrange(0..<other.count, with: other.starts[0..<other.count])
        keys.replaceSubrange(0..<other.count, with: other.keys[0..<other.count])
        if isNumbered { numbers.replaceSubrange(0..<other.count, with: other.numbers[0..<other.count]) }
        rowStarts.removeAll(keepingCapacity: true)
        rowStarts.append(contentsOf: other.rowStarts)
        holdsAbsent = other.holdsAbsent
    }

    /// Makes room for any block of a size.
    private mutating func prepare(_ size: RasterSize, isNumbered: Bool) {
        precondition(size.width <= Self.widest)
        self.size = size
        self.isNumbered = isNumbered
        // Two entries are written ahead.
        let most = (size.width + 1) * size.height + 2
        if starts.count < most {
            starts = Array(repeating: 0, count: most)
            keys = Array(repeating: 0, count: most)
        }
        if isNumbered, numbers.count < most { numbers = Array(repeating: 0, count: most) }
    }

    private mutating func put(_ key: ObjectKey, column: Int, at run: Int) {
        starts[run] = UInt16(truncatingIfNeeded: column)
        keys[run] = key.code
        numbers[run] = key.number
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
