import Foundation

/// The unit of a table's areas: hectares, or square metres where those would have too few digits.
struct AreaUnit {
    private let isHectares: Bool

    /// - Parameter largest: the largest area of the table in m2; nil where there are none.
    init(largest: Double?) { isHectares = (largest ?? 1000) >= 1000 }

    /// The head of the column.
    var name: String { isHectares ? "hectares" : "m2" }

    /// An area in m2; "-" where it is not known.
    func text(_ squareMetres: Double?) -> String {
        guard let squareMetres else { return "-" }
        return isHectares ? String(format: "%.4f", squareMetres / 10_000) : String(format: "%.3f", squareMetres)
    }
}
