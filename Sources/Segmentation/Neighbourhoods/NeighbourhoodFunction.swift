/// Functions of formulas that look at the pixels around a pixel. The last argument is a length.
package enum NeighbourhoodFunction: String, Hashable, Sendable, CaseIterable {
    /// Gaussian mean; the length is its standard deviation.
    case gaussian
    /// Mean of the numbers within the length.
    case mean = "mean_within"
    /// Smallest number within the length; for conditions whether it holds everywhere.
    case minimum = "min_within"
    /// Largest number within the length; for conditions whether it holds anywhere.
    case maximum = "max_within"
    /// Standard deviation (of the population) of the numbers within the length.
    case deviation = "deviation_within"
    /// Whether a condition holds anywhere within the length.
    case any = "any_within"
    /// Whether a condition holds everywhere within the length.
    case all = "all_within"

    /// True where the function takes a number.
    package var takesNumber: Bool { self != .any && self != .all }
    /// True where the function takes a condition.
    package var takesCondition: Bool { [.any, .all, .minimum, .maximum].contains(self) }
}
