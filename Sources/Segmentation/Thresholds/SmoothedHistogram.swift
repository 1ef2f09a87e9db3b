import Foundation

/// Counts by bin, smoothed by a Gaussian so that hills can be told from noise.
struct SmoothedHistogram {
    /// Standard deviation of the Gaussian in bins.
    static let sigma = 4.0
    /// Bins to each side that take part: four standard deviations.
    private static let reach = 16

    private(set) var heights: [Double]

    /// Smooths what a threshold sees. At the ends of the range the counts are continued by their mirror image.
    init(_ histogram: ValueHistogram) {
        let counts = histogram.thresholdCounts.map(Double.init)
        let weights = (-Self.reach...Self.reach).map { exp(-Double($0 * $0) / (2 * Self.sigma * Self.sigma)) }
        let whole = weights.reduce(0, +)
        heights = counts.indices.map { k in
            var sum = 0.0
            for (i, weight) in weights.enumerated() {
                sum += weight * counts[Self.mirrored(k + i - Self.reach, count: counts.count)]
            }
            return sum / whole
        }
    }

    /// The lowest height between the peaks of the two sides of edge k, by the lower peak; 1 where both are empty.
    func valley(_ k: Int) -> Double {
        let (a, b) = (peak(0..<k), peak(k..<heights.count))
        let peak = min(heights[a], heights[b])
        let floor = heights[a...b].reduce(peak, min)
        return peak > 0 ? floor / peak : 1
    }

    /// The first highest bin.
    private func peak(_ bins: Range<Int>) -> Int {
        bins.reduce(bins.lowerBound) { heights[$1] > heights[$0] ? $1 : $0 }
    }

    private static func mirrored(_ k: Int, count: Int) -> Int {
        let index = ((k % (2 * count)) + 2 * count) % (2 * count)
        return index < count ? index : 2 * count - 1 - index
    }
}
