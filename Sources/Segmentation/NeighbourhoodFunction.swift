import Foundation
public import RasterModel

/// Functions of formulas that look at the pixels around a pixel. The last argument is a length.
public enum NeighbourhoodFunction: String, Hashable, Sendable, CaseIterable {
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
    public var takesNumber: Bool { self != .any && self != .all }
    /// True where the function takes a condition.
    public var takesCondition: Bool { [.any, .all, .minimum, .maximum].contains(self) }
}

/// One neighbourhood function with its reach in pixels, as the kernel runs it.
public struct NeighbourhoodOperation: Hashable, Sendable {
    /// What is made of the pixels.
    public enum Kind: Hashable, Sendable {
        case mean, minimum, maximum, deviation, gaussian
        /// Of truth.
        case any, all
    }

    /// Farthest that a function may look, in pixels.
    public static let farthest = 1024

    /// What is made of the pixels.
    public let kind: Kind
    /// Radius of the disc, or standard deviation of the Gaussian, in pixels.
    public let extent: PixelExtent

    init(_ kind: Kind, extent: PixelExtent) {
        self.kind = kind
        self.extent = extent
    }

    /// True where the result is a truth.
    var givesTruth: Bool { kind == .any || kind == .all }

    /// How far the operation looks.
    public var margin: PixelMargin {
        guard kind == .gaussian else { return PixelDisc(radius: extent).margin }
        return PixelMargin(columns: Self.gaussianReach(extent.columns), rows: Self.gaussianReach(extent.rows))
    }

    /// Four standard deviations, as scipy has it.
    static func gaussianReach(_ sigma: Double) -> Int { Int(4 * sigma + 0.5) }

    /// Weights of a Gaussian at -reach...reach, not normalised.
    static func gaussianWeights(_ sigma: Double) -> [Double] {
        let reach = gaussianReach(sigma)
        guard reach > 0 else { return [1] }
        return (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    }
}
