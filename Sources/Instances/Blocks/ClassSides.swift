import RasterModel

/// Counts sides between pixels of two classes. Each counts for both.
struct ClassSides {
    private var vertical = [Int](repeating: 0, count: 256)
    private var horizontal = [Int](repeating: 0, count: 256)

    /// Counts the sides inside a block.
    mutating func count(_ labels: BlockLabels) {
        for row in 0..<labels.runs.size.height {
            let line = labels.runs.rowStarts[row]..<labels.runs.rowStarts[row + 1] - 1
            let keys = labels.runs.keys.span
            for run in line.dropFirst() { Self.add(keys[run - 1], keys[run], 1, to: &vertical) }
            guard row > 0 else { continue }
            labels.forEachOverlap(labels.runs.rowStarts[row - 1], line) { upper, lower, sides in
                Self.add(keys[upper], keys[lower], sides, to: &horizontal)
            }
        }
    }

    /// Counts the sides between two lines of pixels, one above the other.
    mutating func countBelow(_ above: ArraySlice<UInt8>, _ line: [UInt8]) {
        for (upper, lower) in zip(above, line) { Self.add(upper, lower, 1, to: &horizontal) }
    }

    /// Counts the sides between two lines of pixels, one beside the other.
    mutating func countBeside(_ left: [UInt8], _ line: [UInt8]) {
        for (first, second) in zip(left, line) { Self.add(first, second, 1, to: &vertical) }
    }

    @inline(__always)
    private static func add(_ a: UInt8, _ b: UInt8, _ count: Int, to sides: inout [Int]) {
        guard a != b, PixelKeys.isLabelled(a), PixelKeys.isLabelled(b) else { return }
        sides[Int(a)] += count
        sides[Int(b)] += count
    }

    /// Hands over what was counted, and begins anew.
    mutating func move(to census: inout PatchCensus) {
        for code in vertical.indices where vertical[code] > 0 || horizontal[code] > 0 {
            census[UInt8(code), default: PatchFigures()].verticalSides += vertical[code]
            census[UInt8(code), default: PatchFigures()].horizontalSides += horizontal[code]
            (vertical[code], horizontal[code]) = (0, 0)
        }
    }
}
