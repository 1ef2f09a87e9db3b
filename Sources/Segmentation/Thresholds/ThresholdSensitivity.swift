/// Cover as it depends on a threshold: shares 0...1 of the finite values, exactly as they were counted.
package struct ThresholdSensitivity: Hashable, Sendable {
    /// Another threshold.
    package struct Probe: Hashable, Sendable {
        /// An edge of the histogram, in the unit of the values.
        package let value: Float
        /// The share above it.
        package let cover: Double
    }

    /// The share above the threshold.
    package let cover: Double
    /// The nearest edge that is at least one step below the threshold; nil where the range ends before.
    package let lowered: Probe?
    /// The nearest edge that is at least one step above the threshold; nil where the range ends before.
    package let raised: Probe?
    /// The lowest count between the peaks of the two sides of the threshold by the lower peak, in the smoothed histogram:
    /// 1 where one side has no hill of its own, 0 where a gap lies between them.
    package let valley: Double
    /// True where both sides of the threshold have a hill of their own.
    package var partsHills: Bool { valley <= ThresholdGuard.highestValley }

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
