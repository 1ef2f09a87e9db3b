import RasterModel

/// Counts members of a mask in the disc around each pixel. Belongs to one thread: it keeps its work space.
struct DiscCounter {
    /// Members before each place of a row, with room for the disc on both sides.
    private var running: [Int32] = []

    /// - Parameters:
    ///   - mask: row-major over `window`; 0 is no member, 1 one.
    ///   - target: the pixels wanted.
    /// - Returns: row-major over `target`.
    mutating func count(_ mask: [UInt8], window: PixelWindow, disc: PixelDisc, over target: PixelWindow) -> [Int32] {
        var counts = [Int32](repeating: 0, count: target.count)
        for row in window.rows {
            let first = max(target.row, row - disc.margin.rows)
            let last = min(target.rows.upperBound - 1, row + disc.margin.rows)
            if first > last { continue }
            let start = (row - window.row) * window.width
            guard load(mask.span.extracting(start..<start + window.width), window, disc.margin.columns, target) else {
                continue
            }
            for line in first...last {
                let position = (line - target.row) * target.width
                var all = counts.mutableSpan
                var out = all._mutatingExtracting(position..<position + target.width)
                add(to: &out, reach: disc.margin.columns, halfWidth: disc.halfWidths[abs(line - row)])
            }
        }
        return counts
    }

    /// - Returns: false where the row has no member that counts.
    private mutating func load(
        _ row: Span<UInt8>, _ window: PixelWindow, _ reach: Int, _ target: PixelWindow
    ) -> Bool {
        let length = target.width + 2 * reach
        if running.count < length + 1 { running = [Int32](repeating: 0, count: length + 1) }
        let shift = target.column - reach - window.column
        var sum: Int32 = 0
        var span = running.mutableSpan
        for i in 0..<length {
            let position = i + shift
            if position >= 0, position < row.count { sum &+= Int32(row[position]) }
            span[i + 1] = sum
        }
        return sum > 0
    }

    private func add(to out: inout MutableSpan<Int32>, reach: Int, halfWidth: Int) {
        let low = running.span.extracting(reach - halfWidth..<reach - halfWidth + out.count)
        let high = running.span.extracting(reach + halfWidth + 1..<reach + halfWidth + 1 + out.count)
        for i in 0..<out.count { out[i] &+= high[i] &- low[i] }
    }
}
