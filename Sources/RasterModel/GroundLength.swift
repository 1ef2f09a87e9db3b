/// A length as a person writes it: "30 cm", "5 px".
public struct GroundLength: Hashable, Sendable, CustomStringConvertible {
    /// What lengths may be given in.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
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
    public var value: Double
    /// What `value` counts.
    public var unit: Unit

    /// A length from number and unit.
    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// True where the length means a different number of pixels on every raster.
    public var needsPixelSize: Bool { unit != .pixels }

    /// The length in metres; nil for pixels.
    public var metres: Double? { unit.metres.map { value * $0 } }

    /// The length in pixels along rows and along columns of a raster.
    ///
    /// - Parameter size: of a pixel on the ground; nil will do for lengths in pixels.
    /// - Returns: nil where the size is needed and not known.
    public func pixels(of size: GroundPixelSize?) -> PixelExtent? {
        guard let metres else { return PixelExtent(columns: value, rows: value) }
        return size.map { PixelExtent(columns: metres / $0.width, rows: metres / $0.height) }
    }

    /// As catalogs write it.
    public var description: String { "\(shortNumber(value)) \(unit.rawValue)" }
}

/// An area as a person writes it: "20 cm2", "3 px2", "1 ha".
public struct GroundArea: Hashable, Sendable, CustomStringConvertible {
    /// What areas may be given in.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
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
    public var value: Double
    /// What `value` counts.
    public var unit: Unit

    /// An area from number and unit.
    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// The area in m2; nil for pixels.
    public var squareMetres: Double? { unit.squareMetres.map { value * $0 } }

    /// As catalogs write it.
    public var description: String { "\(shortNumber(value)) \(unit.rawValue)" }
}

/// Sides of a pixel on the ground in metres: along a row, and along a column.
public struct GroundPixelSize: Hashable, Sendable {
    /// Along a row, in metres.
    public var width: Double
    /// Along a column, in metres.
    public var height: Double

    /// A size from the two sides in metres.
    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Side of the square of the same area in metres: what is called the ground sample distance.
    public var sampleDistance: Double { (width * height).squareRoot() }
}

/// A distance in pixels along rows (how many columns) and along columns (how many rows).
public struct PixelExtent: Hashable, Sendable {
    /// Along a row.
    public var columns: Double
    /// Along a column.
    public var rows: Double

    /// An extent from its parts.
    public init(columns: Double, rows: Double) {
        self.columns = columns
        self.rows = rows
    }

    /// The extent times a factor.
    public func scaled(by factor: Double) -> PixelExtent {
        PixelExtent(columns: columns * factor, rows: rows * factor)
    }
}

/// Whole pixels on every side of a window: how far a computation looks.
public struct PixelMargin: Hashable, Sendable {
    /// To the left and to the right.
    public var columns: Int
    /// Above and below.
    public var rows: Int

    /// A margin from its parts.
    public init(columns: Int = 0, rows: Int = 0) {
        self.columns = columns
        self.rows = rows
    }

    /// Nothing on any side.
    public static let none = PixelMargin()

    /// The wider of both, on each axis.
    public func union(_ other: PixelMargin) -> PixelMargin {
        PixelMargin(columns: max(columns, other.columns), rows: max(rows, other.rows))
    }

    /// One margin around another.
    public static func + (a: PixelMargin, b: PixelMargin) -> PixelMargin {
        PixelMargin(columns: a.columns + b.columns, rows: a.rows + b.rows)
    }

    /// The wider side.
    public var largest: Int { max(columns, rows) }
}

extension PixelWindow {
    /// The window grown by a margin and clipped to another window.
    public func grown(by margin: PixelMargin, within limit: PixelWindow) -> PixelWindow {
        PixelWindow(
            column: column - margin.columns, row: row - margin.rows, width: width + 2 * margin.columns,
            height: height + 2 * margin.rows
        ).intersection(limit)
    }

    /// True where every pixel of the other window lies in this one.
    public func contains(_ other: PixelWindow) -> Bool { intersection(other) == other }
}

/// 5 instead of 5.0.
private func shortNumber(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
}
