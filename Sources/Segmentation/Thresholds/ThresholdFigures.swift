/// What a split of a histogram looks like.
package struct ThresholdFigures: Hashable, Sendable {
    /// The values on one side of the split, each taken as the middle of its bin.
    package struct Side: Hashable, Sendable {
        /// Share 0...1 of all finite values.
        package let share: Double
        /// In the unit of the values.
        package let mean: Double
        /// Standard deviation (of the population) in the unit of the values.
        package let deviation: Double

        init(_ side: HistogramMoments.Side, of moments: HistogramMoments) {
            share = moments.share(side)
            mean = moments.mean(side)
            deviation = moments.variance(side).squareRoot()
        }
    }

    /// The split, an edge of the histogram, in the unit of the values.
    package let candidate: Float
    /// Values not above the split.
    package let lower: Side
    /// Values above the split.
    package let upper: Side
    /// Share 0...1 of the variance that lies between the sides (Otsu 1979). One normal hill has 0.64 already.
    package let eta: Double
    /// Distance of the means in units of the deviations: sqrt(2) (m1 - m0) / sqrt(s0^2 + s1^2) (Ashman, Bird and Zepf
    /// 1994). One normal hill cut by Otsu's threshold has 2.65. Infinite where neither side has any width.
    package let separation: Double
    /// The lowest count between the two peaks by the lower peak, in the smoothed histogram: 1 is no valley, 0 a gap.
    package let valley: Double

    /// The figures of splitting at edge k, which must have values on both sides.
    init(split k: Int, _ histogram: ValueHistogram, _ moments: HistogramMoments) {
        candidate = histogram.edge(k)
        lower = Side(moments.lower(k), of: moments)
        upper = Side(moments.upper(k), of: moments)
        eta = moments.eta(k) ?? 0
        let spread = lower.deviation * lower.deviation + upper.deviation * upper.deviation
        separation = (2 / spread).squareRoot() * (upper.mean - lower.mean)
        valley = SmoothedHistogram(histogram).valley(k)
    }
}
