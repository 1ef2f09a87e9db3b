/// How a threshold is to be chosen: a line under `thresholds` of a catalog.
package struct ThresholdRule: Hashable, Sendable {
    /// What is asked for.
    package var method: ThresholdMethod
    /// Where a chosen threshold is believed; nil: anywhere in the histogram's range. In the unit of the values.
    package var within: ClosedRange<Float>?
    /// The threshold when none is chosen or the choice is not believed, as written. In the unit of the values.
    package var otherwise: Float

    /// A rule from its parts.
    package init(_ method: ThresholdMethod, within: ClosedRange<Float>? = nil, otherwise: Float) {
        self.method = method
        self.within = within
        self.otherwise = otherwise
    }
}
