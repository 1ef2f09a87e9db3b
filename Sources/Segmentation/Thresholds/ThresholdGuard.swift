/// Decides whether a split that a method found is a border between two kinds of ground.
///
/// A split is accepted if both sides are large and wide enough, a valley lies between their hills, the hills stand well
/// apart, the threshold known from physics (`otherwise`) lies between them, and the split lies where it is believed
/// (`within`). The limits come from simulated histograms of green excess, not from scenes: they hold no promise.
struct ThresholdGuard {
    /// Each side holds at least one value of so many: 0.5 %.
    static let smallestSide: Int128 = 200
    /// Least variance of a side, in the squared unit of the values.
    static let leastVariance = 1e-6
    /// Highest floor of the valley, relative to the lower hill.
    static let highestValley = 0.70
    /// Least separation (Ashman's D).
    static let leastSeparation = 3.2

    let rule: ThresholdRule

    /// Whether a side is large and wide enough.
    static func suits(_ side: HistogramMoments.Side, in moments: HistogramMoments) -> Bool {
        side.count > 0 && side.count * smallestSide >= moments.all.count && moments.variance(side) >= leastVariance
    }

    /// The method's candidate with its figures, and what speaks against it.
    func judge(_ histogram: ValueHistogram) -> (ThresholdFigures?, [ThresholdObjection]) {
        let moments = HistogramMoments(histogram)
        guard moments.all.count > 0 else { return (nil, [.noValues]) }
        guard moments.all.spread > 0 else { return (nil, [.oneValue]) }
        guard let split = rule.method == .otsu ? moments.otsu() : moments.minimumError() else {
            return (nil, [.noTwoSides])
        }
        let figures = ThresholdFigures(split: split, histogram, moments)
        let sides = [moments.lower(split), moments.upper(split)]
        let small = sides.contains { !Self.suits($0, in: moments) }
        return (figures, (small ? [.noTwoSides] : []) + objections(to: figures))
    }

    private func objections(to figures: ThresholdFigures) -> [ThresholdObjection] {
        var objections: [ThresholdObjection] = []
        if figures.valley > Self.highestValley { objections.append(.oneHill) }
        if figures.separation < Self.leastSeparation { objections.append(.hillsOverlap) }
        let expected = Double(rule.otherwise)
        if figures.upper.mean <= expected { objections.append(.bothBelow(rule.otherwise)) }
        if figures.lower.mean >= expected { objections.append(.bothAbove(rule.otherwise)) }
        if let within = rule.within, !within.contains(figures.candidate) {
            objections.append(.outside(figures.candidate, within))
        }
        return objections
    }
}
