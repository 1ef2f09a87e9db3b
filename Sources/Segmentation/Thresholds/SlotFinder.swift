/// Where a histogram counts a value: its slot, exactly as Float32 compares the value with the edges.
///
/// Slots: exactly `low`, below, the bins in order, above, not finite, not valid.
struct SlotFinder: Sendable {
    static let exactlyLow = 0
    static let below = 1
    static let firstBin = 2
    var above: Int { bins + 2 }
    var invalid: Int { bins + 3 }
    private var masked: Int { bins + 4 }
    var slotCount: Int { bins + 5 }

    /// Counters of each slot; a pixel's position is `slot * lanes + column % lanes`.
    static let lanes = 4
    private static let laneBits: UInt32 = 2

    let low: Float
    let high: Float
    let bins: Int
    /// Edges 0...bins.
    let edges: [Float]

    /// Middle of the first bin.
    private let origin: Float
    /// Bins per unit.
    private let scale: Float
    /// How far from the middle of a bin, in bins, arithmetic tells the bin for certain.
    private let certain: Float

    /// 2^23: a small number added to it is rounded to an integer, which its lowest bits then hold.
    private static let integers: Float = 8_388_608
    /// Set in the positions of values that must be compared with the edges.
    private static let mark: UInt32 = 1 << 31

    init(low: Float, high: Float, bins: Int) {
        (self.low, self.high, self.bins) = (low, high, bins)
        let extent = Double(high) - Double(low)
        let width = extent / Double(bins)
        edges = (0...bins).map { Float(Double(low) + extent * Double($0) / Double(bins)) }
        origin = Float(Double(low) + width / 2)
        scale = Float(1 / width)
        // Roundings: half a step of `origin` and of an edge; one each of difference, scale and product.
        let step = Double(max(low.magnitude, high.magnitude).ulp)
        certain = Float(0.5 - 1.1 * step / width - Double(bins + 2) * 0x1p-22)
    }

    /// The position of each value, by arithmetic; marked where the value is too close to an edge for that.
    func find(_ values: Span<Float>, where validity: Span<UInt8>, into positions: inout MutableSpan<UInt32>) {
        let count = positions.count
        precondition(values.count == count && validity.count == count)
        let (origin, scale, certain, last, low, high) = (origin, scale, certain, Float(bins), low, high)
        let shift = Self.integers + Float(Self.firstBin)
        let (invalid, masked, lastBin) = (UInt32(invalid), UInt32(masked), UInt32(above - 1))
        for i in 0..<count {
            let x = values[i]
            // Bin k is k - 0.5 ... k + 0.5; -1 is below and `last` above.
            let position = (x - origin) * scale
            let raised = position > -1 ? position : -1
            let bounded = raised < last ? raised : last
            let rounded = bounded + shift
            let slot = rounded.bitPattern & 0x7F_FFFF
            let uncertain: UInt32 = (bounded - (rounded - shift)).magnitude > certain ? Self.mark : 0
            let finite: UInt32 = x - x == 0 ? .max : 0
            let valid: UInt32 = validity[i] != 0 ? .max : 0
            // The ends of the range are edges, and frequent: of saturated pixels.
            let isLow: UInt32 = x == low ? .max : 0
            let isHigh: UInt32 = x == high ? .max : 0
            let told = ((slot &<< Self.laneBits | uncertain) & ~(isLow | isHigh)) | (lastBin &<< Self.laneBits & isHigh)
            let lane = UInt32(truncatingIfNeeded: i) & UInt32(Self.lanes - 1)
            let found = (told & finite) | (invalid &<< Self.laneBits & ~finite)
            positions[i] = (found & valid) | (masked &<< Self.laneBits & ~valid) | lane
        }
    }

    /// The position of a value whose slot is the marked one or beside it.
    @inline(never)
    func position(of value: Float, marked position: Int) -> Int {
        let position = position & Int(~Self.mark)
        return slot(of: value, near: position / Self.lanes) * Self.lanes + position % Self.lanes
    }

    private func slot(of value: Float, near guess: Int) -> Int {
        if value <= low { return value == low ? Self.exactlyLow : Self.below }
        if value > high { return above }
        var k = min(max(guess - Self.firstBin, 0), bins - 1)
        if value > edges[k + 1] { k += 1 } else if value <= edges[k] { k -= 1 }
        return k + Self.firstBin
    }
}
