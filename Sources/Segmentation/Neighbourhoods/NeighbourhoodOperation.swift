import Foundation
package import RasterModel

/// One neighbourhood function with its reach in pixels, as the kernel runs it.
package struct NeighbourhoodOperation: Hashable, Sendable {
    /// What is made of the pixels.
    package enum Kind: Hashable, Sendable {
        case mean, minimum, maximum, deviation, gaussian
        /// Of truth.
        case any, all
    }

    /// Farthest that a function may look, in pixels.
    package static let farthest = 1024

    /// What is made of the pixels.
    package let kind: Kind
    /// Radius of the disc, or standard deviation of the Gaussian, in pixels.
    package let extent: PixelExtent

    init(_ kind: Kind, extent: PixelExtent) {
        self.kind = kind
        self.extent = extent
    }

    /// True where the result is a truth.
    var givesTruth: Bool { kind == .any || kind == .all }

    /// How far the operation looks.
    package var margin: PixelMargin {
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
