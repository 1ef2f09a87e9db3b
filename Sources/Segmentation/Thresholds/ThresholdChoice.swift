/// A threshold for a raster, how it came about, and what depends on it.
///
/// Otsu and minimum-error always name a split, also on a field without plants; so their split counts as a candidate,
/// which `ThresholdGuard` accepts or not. The same counts give the same choice, in every order of counting.
package struct ThresholdChoice: Hashable, Sendable {
    /// The threshold t of `x > t`, in the unit of the values: an edge of the histogram if a candidate was accepted,
    /// else the rule's `otherwise`.
    package let value: Float
    /// What was asked for.
    package let method: ThresholdMethod
    /// Whether `value` is what the method says. A fixed threshold is always accepted.
    package let accepted: Bool
    /// The candidate and what it was judged by; nil for a fixed threshold and where there is no candidate.
    package let figures: ThresholdFigures?
    /// Everything that speaks against the candidate, weightiest first; empty if it was accepted.
    package let objections: [ThresholdObjection]
    /// What the cover would be with a slightly different threshold; nil where there are no values.
    package let sensitivity: ThresholdSensitivity?

    /// Why the method's candidate was not taken, in words; nil if it was.
    package var reason: String? {
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
    package init(_ rule: ThresholdRule, from histogram: ValueHistogram, step: Float? = nil) {
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
