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
    /// True where `value` was given, and not chosen from these counts.
    package let isFrozen: Bool
    /// Whether `value` is what the method says, or was given. A fixed threshold is always accepted.
    package let accepted: Bool
    /// The candidate and what it was judged by; nil for a fixed threshold and where there is no candidate.
    package let figures: ThresholdFigures?
    /// Everything that speaks against the candidate, weightiest first; empty where it would be accepted.
    package let objections: [ThresholdObjection]
    /// What the cover would be with a slightly different threshold; nil where there are no values.
    package let sensitivity: ThresholdSensitivity?

    /// Why the method's candidate was not taken, or would not have been, in words; nil where there is nothing against it.
    package var reason: String? {
        objections.isEmpty ? nil : objections.map(\.description).joined(separator: "; ")
    }

    /// Chooses a threshold.
    ///
    /// - Parameters:
    ///   - rule: what is asked for.
    ///   - frozen: the threshold that is given; nil: to be chosen.
    ///   - histogram: of the whole raster at full resolution, never of a tile or an averaged overview; its probe is
    ///     `frozen`, or the rule's `otherwise`.
    ///   - step: how far the sensitivity looks to either side, in the unit of the values. Nil: the range by 150, which
    ///     is 0.02 for -1 .. 2.
    package init(_ rule: ThresholdRule, frozen: Float? = nil, from histogram: ValueHistogram, step: Float? = nil) {
        method = rule.method
        isFrozen = frozen != nil
        if rule.method == .fixed {
            (figures, objections) = (nil, [])
        } else {
            (figures, objections) = ThresholdGuard(rule: rule).judge(histogram)
        }
        accepted = isFrozen || objections.isEmpty
        value = frozen ?? (accepted ? figures?.candidate ?? rule.otherwise : rule.otherwise)
        sensitivity = ThresholdSensitivity(
            value, step: step ?? (histogram.high - histogram.low) / 150, histogram: histogram)
    }
}
