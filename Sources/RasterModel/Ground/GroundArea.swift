/// An area as a person writes it: "20 cm2", "3 px2", "1 ha".
package struct GroundArea: Hashable, Sendable, CustomStringConvertible {
    /// What areas may be given in.
    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case squarePixels = "px2"
        case squareMetres = "m2"
        case squareCentimetres = "cm2"
        case hectares = "ha"

        /// Square metres of one unit; nil for pixels.
        var squareMetres: Double? {
            switch self {
            case .squarePixels: nil
            case .squareMetres: 1
            case .squareCentimetres: 1e-4
            case .hectares: 10_000
            }
        }
    }

    /// In `unit`, not negative.
    package var value: Double
    /// What `value` counts.
    package var unit: Unit

    /// An area from number and unit.
    package init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// The area in m2; nil for pixels.
    package var squareMetres: Double? { unit.squareMetres.map { value * $0 } }

    /// As catalogs write it.
    package var description: String { "\(shortNumber(value)) \(unit.rawValue)" }
}
