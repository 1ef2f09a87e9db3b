package import RasterModel

/// A symbol of formulas and the band that it stands for.
package struct BandSymbol: Sendable, Hashable {
    /// Letters, digits and `_`, not beginning with a digit.
    package var symbol: String
    /// A role or a band number counted from 1.
    package var reference: BandReference

    /// A symbol and its band.
    package init(symbol: String, reference: BandReference) {
        self.symbol = symbol
        self.reference = reference
    }
}
