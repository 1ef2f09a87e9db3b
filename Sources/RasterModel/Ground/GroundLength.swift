/// A length as a person writes it: "30 cm", "5 px".
package struct GroundLength: Hashable, Sendable, CustomStringConvertible {
    /// What lengths may be given in.
    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case pixels = "px"
        case metres = "m"
        case centimetres = "cm"
        case millimetres = "mm"

        /// Metres of one unit; nil for pixels.
        var metres: Double? {
            switch self {
            case .pixels: nil
            case .metres: 1
            case .centimetres: 0.01
            case .millimetres: 0.001
            }
        }
    }

    /// In `unit`, not negative.
    package var value: Double
    /// What `value` counts.
    package var unit: Unit

    /// A length from number and unit.
    package init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// True where the length means a different number of pixels on every raster.
    package var needsPixelSize: Bool { unit != .pixels }

    /// The length in metres; nil for pixels.
    package var metres: Double? { unit.metres.map { value * $0 } }

    /// The length in pixels along rows and along columns of a raster.
    ///
    /// - Parameter size: of a pixel on the ground; nil will do for lengths in pixels.
    /// - Returns: nil where the size is needed and not known.
    package func pixels(of size: GroundPixelSize?) -> PixelExtent? {
        guard let metres else { return PixelExtent(columns: value, rows: value) }
        return size.map { PixelExtent(columns: metres / $0.width, rows: metres / $0.height) }
    }

    /// As catalogs write it.
    package var description: String { "\(shortNumber(value)) \(unit.rawValue)" }
}

extension PixelWindow {
    /// The window grown by a margin and clipped to another window.
    package func grown(by margin: PixelMargin, within limit: PixelWindow) -> PixelWindow {
        PixelWindow(
            column: column - margin.columns, row: row - margin.rows, width: width + 2 * margin.columns,
            height: height + 2 * margin.rows
        ).intersection(limit)
    }

    /// True where every pixel of the other window lies in this one.
    package func contains(_ other: PixelWindow) -> Bool { intersection(other) == other }
}

/// 5 instead of 5.0.
func shortNumber(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
}
