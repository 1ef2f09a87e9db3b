import Foundation

/// Count, sum and sum of squares of the bin numbers below each edge: what thresholds are chosen from.
///
/// Exact integers, so that equal splits are equal numbers and a plateau is seen as one. Values stand for the middle of
/// their bin; what lies outside of the range is in the first or last bin.
struct HistogramMoments {
    /// One side of a split.
    struct Side: Hashable {
        var count: Int128 = 0
        var sum: Int128 = 0
        var squares: Int128 = 0

        static func - (a: Side, b: Side) -> Side {
            Side(count: a.count - b.count, sum: a.sum - b.sum, squares: a.squares - b.squares)
        }

        /// n times the sum of squares minus the square of the sum: n2 times the variance.
        var spread: Int128 { count * squares - sum * sum }
    }

    private let low: Double
    /// Width of a bin, in the unit of the values.
    let width: Double
    private var below = [Side()]

    init(_ histogram: ValueHistogram) {
        low = Double(histogram.low)
        width = (Double(histogram.high) - low) / Double(histogram.bins)
        var side = Side()
        for (k, count) in histogram.thresholdCounts.enumerated() {
            side.count += Int128(count)
            side.sum += Int128(count) * Int128(k)
            side.squares += Int128(count) * Int128(k * k)
            below.append(side)
        }
    }

    /// The edges that split the range: 1 ..< number of bins.
    var splits: Range<Int> { 1..<below.count - 1 }
    /// All values.
    var all: Side { below[below.count - 1] }
    /// The values not above edge k.
    func lower(_ k: Int) -> Side { below[k] }
    /// The values above edge k.
    func upper(_ k: Int) -> Side { all - below[k] }

    /// In the unit of the values. The side must not be empty.
    func mean(_ side: Side) -> Double { low + width * (Double(side.sum) / Double(side.count) + 0.5) }

    /// In the squared unit of the values. The side must not be empty.
    func variance(_ side: Side) -> Double {
        let count = Double(side.count)
        return width * width * (Double(side.spread) / count / count)
    }

    func share(_ side: Side) -> Double { Double(side.count) / Double(all.count) }

    // MARK: Criteria

    /// The split with the largest variance between its sides (Otsu 1979); nil where all values are in one bin.
    func otsu() -> Int? { best { betweenSides($0) } }

    /// Otsu's eta 0...1: the share of the variance that lies between the sides of a split. Nil where there is none.
    func eta(_ k: Int) -> Double? {
        guard all.spread > 0, let between = betweenSides(k) else { return nil }
        return between / Double(all.spread)
    }

    /// Variance between the sides, times the square of the number of values.
    private func betweenSides(_ k: Int) -> Double? {
        let (a, b) = (lower(k), upper(k))
        guard a.count > 0, b.count > 0 else { return nil }
        let distance = Double(b.count * a.sum - a.count * b.sum)
        return distance / Double(a.count) * distance / Double(b.count)
    }

    /// The split of least error for two normal distributions (Kittler and Illingworth 1986) among those that leave
    /// sides as the guard wants them; nil where there is none.
    func minimumError() -> Int? {
        best { k in
            let (a, b) = (lower(k), upper(k))
            guard ThresholdGuard.suits(a, in: self), ThresholdGuard.suits(b, in: self) else { return nil }
            return -error(k)
        }
    }

    /// Kittler and Illingworth's criterion: 1 + w0 ln v0 + w1 ln v1 - 2 (w0 ln w0 + w1 ln w1).
    private func error(_ k: Int) -> Double {
        let (a, b) = (lower(k), upper(k))
        let (w0, w1) = (share(a), share(b))
        let widths = w0 * log(variance(a)) + w1 * log(variance(b))
        return 1 + widths - 2 * (w0 * log(w0) + w1 * log(w1))
    }

    /// The split of the highest score; of the first plateau of equal scores its middle, the lower of two.
    private func best(_ score: (Int) -> Double?) -> Int? {
        var found: (first: Int, last: Int, score: Double)?
        for k in splits {
            guard let score = score(k) else { continue }
            if let best = found, score <= best.score {
                if score == best.score, k == best.last + 1 { found = (best.first, k, score) }
            } else {
                found = (k, k, score)
            }
        }
        return found.map { ($0.first + $0.last) / 2 }
    }
}
