import RasterModel

/// Whether something holds anywhere, or everywhere, in a disc around each pixel: in a few steps per pixel for every
/// radius.
///
/// The nearest true pixel above or below in each column is found first; it then covers as many columns to both sides
/// as the disc is wide at that height.
struct TruthSpread {
    /// 1 for what is looked for.
    private var members: [UInt8] = []
    /// Rows to the nearest member of the same column.
    private var distances: [UInt16] = []
    /// 1 where a member lies in the disc.
    private var covers: [UInt8] = []
    private var ends: [Int32] = []

    /// Kleene's `or` over the disc; absent pixels are false.
    mutating func any(_ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane)
    {
        combine(disc, of: input, flipped: false, into: &output)
    }

    /// Kleene's `and` over the disc; absent pixels are true.
    mutating func all(_ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane)
    {
        combine(disc, of: input, flipped: true, into: &output)
    }

    private mutating func combine(
        _ disc: PixelDisc, of input: borrowing NeighbourhoodPlane, flipped: Bool, into output: inout NeighbourhoodPlane
    ) {
        // Not (all x) is any (not x).
        let sought = flipped ? Truth.no.rawValue : Truth.yes.rawValue
        let (window, count) = (output.window, output.window.count)
        let truths = input.truths.span.extracting(0..<input.window.count)
        select(sought, from: truths)
        spread(disc, from: input.window, over: window)
        var all = output.truths.mutableSpan
        var result = all._mutatingExtracting(0..<count)
        paint(&result, found: sought, other: 2 - sought)
        guard truths.count(of: Truth.unknown.rawValue) > 0 else { return }
        select(Truth.unknown.rawValue, from: truths)
        spread(disc, from: input.window, over: window)
        let marks = covers
        for i in 0..<count where marks[i] != 0 && result[i] != sought { result[i] = Truth.unknown.rawValue }
    }

    /// Members that lie in the disc of a pixel: for masks of 0 and 1.
    ///
    /// - Parameters:
    ///   - mask: row-major over `window`; 0 is no member.
    ///   - result: row-major over `target`, 1 where a member lies in the disc.
    mutating func dilate(
        _ mask: [UInt8], window: PixelWindow, disc: PixelDisc, over target: PixelWindow, into result: inout [UInt8]
    ) {
        resize(&members, window.count)
        for i in 0..<window.count { members[i] = mask[i] }
        spread(disc, from: window, over: target)
        resize(&result, target.count)
        for i in 0..<target.count { result[i] = covers[i] }
    }

    private mutating func select(_ truth: UInt8, from truths: Span<UInt8>) {
        resize(&members, truths.count)
        var span = members.mutableSpan
        let count = truths.count
        for i in 0..<count { span[i] = truths[i] == truth ? 1 : 0 }
    }

    private func paint(_ out: inout MutableSpan<UInt8>, found: UInt8, other: UInt8) {
        let marks = covers.span.extracting(0..<out.count)
        for i in 0..<out.count { out[i] = marks[i] != 0 ? found : other }
    }

    // MARK: The discs of members

    /// Writes to `covers` for every pixel of `target` whether a member lies in its disc.
    private mutating func spread(_ disc: PixelDisc, from window: PixelWindow, over target: PixelWindow) {
        var (marks, lengths, stops): ([UInt8], [UInt16], [Int32]) = ([], [], [])
        // Taken out, so that each can be written while the others are read.
        swap(&marks, &covers)
        swap(&lengths, &distances)
        swap(&stops, &ends)
        resize(&lengths, window.count)
        resize(&marks, target.count)
        resize(&stops, target.width + 1)
        var distances = lengths.mutableSpan
        Self.measure(members.span, window, farthest: UInt16(disc.margin.rows + 1), into: &distances)
        var covers = marks.mutableSpan
        for row in target.rows {
            let start = (row - window.row) * window.width
            var ends = stops.mutableSpan
            Self.note(disc, distances.span.extracting(start..<start + window.width), window, target, into: &ends)
            var line = covers._mutatingExtracting(
                (row - target.row) * target.width..<(row - target.row + 1) * target.width)
            var open: Int32 = 0
            for i in 0..<line.count {
                open &+= ends[i]
                line[i] = open > 0 ? 1 : 0
            }
        }
        swap(&marks, &self.covers)
        swap(&lengths, &self.distances)
        swap(&stops, &self.ends)
    }

    /// Rows to the nearest member of the same column, at most `farthest`.
    private static func measure(
        _ members: Span<UInt8>, _ window: PixelWindow, farthest: UInt16, into distances: inout MutableSpan<UInt16>
    ) {
        let width = window.width
        for i in 0..<width { distances[i] = members[i] != 0 ? 0 : farthest }
        for row in 1..<max(1, window.height) {
            for i in row * width..<(row + 1) * width {
                let above = min(distances[i - width] &+ 1, farthest)
                distances[i] = members[i] != 0 ? 0 : above
            }
        }
        for row in stride(from: window.height - 2, through: 0, by: -1) {
            for i in row * width..<(row + 1) * width { distances[i] = min(distances[i], distances[i + width] &+ 1) }
        }
    }

    /// Notes where the stretches of a row that members near it cover begin (+1) and end (-1).
    private static func note(
        _ disc: PixelDisc, _ distances: Span<UInt16>, _ window: PixelWindow, _ target: PixelWindow,
        into ends: inout MutableSpan<Int32>
    ) {
        let (reach, shift, last) = (disc.margin, window.column - target.column, target.width)
        for i in 0...last { ends[i] = 0 }
        let from = max(0, -shift - reach.columns)
        let to = min(window.width, last - shift + reach.columns)
        let halfWidths = disc.halfWidths.span
        for i in from..<max(from, to) {
            let distance = Int(distances[i])
            if distance > reach.rows { continue }
            let half = halfWidths[distance]
            let (low, high) = (max(0, i + shift - half), min(last, i + shift + half + 1))
            if low >= high { continue }
            ends[low] &+= 1
            ends[high] &-= 1
        }
    }
}

private func resize<T: FixedWidthInteger>(_ values: inout [T], _ count: Int) {
    if values.count < count { values = [T](repeating: 0, count: count) }
}
