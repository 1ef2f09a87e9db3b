/// A named threshold as it came out for one raster.
package struct ChosenThreshold: Hashable, Sendable {
    /// The name that formulas use.
    package let name: String
    /// The value and how it came about.
    package let choice: ThresholdChoice
    /// Valid pixels whose value is no finite number.
    package let invalid: Int

    /// Chooses a threshold from what was counted over the whole raster.
    ///
    /// - Parameter frozen: its value where that is given; nil: to be chosen.
    package init(_ threshold: RuleSet.Threshold, frozen: Float? = nil, from histogram: ValueHistogram) {
        name = threshold.name
        choice = ThresholdChoice(threshold.rule, frozen: frozen, from: histogram)
        invalid = histogram.invalid
    }
}
