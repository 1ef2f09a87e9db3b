import Foundation

/// What speaks against a threshold that was found in a histogram.
package enum ThresholdObjection: Hashable, Sendable, CustomStringConvertible {
    /// The histogram is empty.
    case noValues
    /// All values lie in one bin.
    case oneValue
    /// A side of the split holds less than 0.5 % of the values, or hardly more than one value.
    case noTwoSides
    /// No valley between the two sides.
    case oneHill
    /// The two sides are too wide for the distance of their means.
    case hillsOverlap
    /// Both means lie at or below the rule's `otherwise`.
    case bothBelow(Float)
    /// Both means lie at or above the rule's `otherwise`.
    case bothAbove(Float)
    /// The split lies outside of where it is believed.
    case outside(Float, ClosedRange<Float>)

    /// In words, for a person; without a full stop.
    package var description: String {
        switch self {
        case .noValues: "there are no values"
        case .oneValue: "all values are the same"
        case .noTwoSides: "no split leaves 0.5 % of the values, and some variety, on both sides"
        case .oneHill: "the histogram has one hill"
        case .hillsOverlap: "the two sides of the split overlap"
        case .bothBelow(let value): "both sides of the split lie below \(Self.short(value))"
        case .bothAbove(let value): "both sides of the split lie above \(Self.short(value))"
        case .outside(let value, let range):
            "the split at \(Self.short(value)) lies outside of \(Self.short(range.lowerBound)) .. "
                + Self.short(range.upperBound)
        }
    }

    /// Four digits; files hold all of them.
    package static func short(_ value: Float) -> String { String(format: "%.4g", Double(value)) }
}
