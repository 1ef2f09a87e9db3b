/// A named threshold as it came out for one raster.
package struct ChosenThreshold: Hashable, Sendable {
    /// The name that formulas use.
    package let name: String
    /// The value and how it came about.
    package let choice: ThresholdChoice
    /// Valid pixels whose value is no finite number.
    package let invalid: Int

    /// Chooses a threshold from what was counted over the whole raster.
    package init(_ threshold: RuleSet.Threshold, from histogram: ValueHistogram) {
        name = threshold.name
        choice = ThresholdChoice(threshold.rule, from: histogram)
        invalid = histogram.invalid
    }
}
