/// A threshold for a raster, how it came about, and what depends on it.
///
/// Otsu and minimum-error always name a split, also on a field without plants; so their split counts as a candidate,
/// which `ThresholdGuard` accepts or not. The same counts give the same choice, in every order of counting.
public struct ThresholdChoice: Hashable, Sendable {
    /// The threshold t of `x > t`, in the unit of the values: an edge of the histogram if a candidate was accepted,
    /// else the rule's `otherwise`.
    public let value: Float
    /// What was asked for.
    public let method: ThresholdMethod
    /// Whether `value` is what the method says. A fixed threshold is always accepted.
    public let accepted: Bool
    /// The candidate and what it was judged by; nil for a fixed threshold and where there is no candidate.
    public let figures: ThresholdFigures?
    /// Everything that speaks against the candidate, weightiest first; empty if it was accepted.
    public let objections: [ThresholdObjection]
    /// What the cover would be with a slightly different threshold; nil where there are no values.
    public let sensitivity: ThresholdSensitivity?

    /// Why the method's candidate was not taken, in words; nil if it was.
    public var reason: String? {
        objections.isEmpty ? nil : objections.map(\.description).joined(separator: "; ")
    }

    /// Chooses a threshold.
    ///
    /// - Parameters:
    ///   - rule: what is asked for.
    ///   - histogram: of the whole raster at full resolution, never of a tile or an averaged overview; its probe is the
    ///     rule's `otherwise`.
    ///   - step: how far the sensitivity looks to either side, in the unit of the values. Nil: the range by 150, which
    ///     is 0.02 for -1 .. 2.
    public init(_ rule: ThresholdRule, from histogram: ValueHistogram, step: Float? = nil) {
        method = rule.method
        if rule.method == .fixed {
            (figures, objections) = (nil, [])
        } else {
            (figures, objections) = ThresholdGuard(rule: rule).judge(histogram)
        }
        accepted = objections.isEmpty
        value = accepted ? figures?.candidate ?? rule.otherwise : rule.otherwise
        sensitivity = ThresholdSensitivity(
            value, step: step ?? (histogram.high - histogram.low) / 150, histogram: histogram)
    }
}

/// Cover as it depends on a threshold: shares 0...1 of the finite values, exactly as they were counted.
public struct ThresholdSensitivity: Hashable, Sendable {
    /// Another threshold.
    public struct Probe: Hashable, Sendable {
        /// An edge of the histogram, in the unit of the values.
        public let value: Float
        /// The share above it.
        public let cover: Double
    }

    /// The share above the threshold.
    public let cover: Double
    /// The nearest edge that is at least one step below the threshold; nil where the range ends before.
    public let lowered: Probe?
    /// The nearest edge that is at least one step above the threshold; nil where the range ends before.
    public let raised: Probe?
    /// The lowest count between the peaks of the two sides of the threshold by the lower peak, in the smoothed histogram:
    /// 1 where one side has no hill of its own, 0 where a gap lies between them.
    public let valley: Double
    /// True where both sides of the threshold have a hill of their own.
    public var partsHills: Bool { valley <= ThresholdGuard.highestValley }

    /// Read from a histogram of which `value` is an edge or the probe; nil where it is empty.
    init?(_ value: Float, step: Float, histogram: ValueHistogram) {
        guard let cover = histogram.share(above: value) else { return nil }
        self.cover = cover
        let probe = { (edge: Float?) in
            edge.flatMap { edge in histogram.share(above: edge).map { Probe(value: edge, cover: $0) } }
        }
        lowered = probe(histogram.edge(notAbove: value - step))
        raised = probe(histogram.edge(notBelow: value + step))
        valley = SmoothedHistogram(histogram).valley(histogram.innerEdge(notBelow: value))
    }
}
