import ArgumentParser
import RasterModel

/// "255", "-9999", "nan", or "255,255,255": what means no data.
struct NodataOption {
    /// nil where nothing is said.
    var values: NodataValues?

    init(_ arguments: [String]) throws {
        guard let text = arguments.first else { return }
        guard arguments.count == 1 else {
            throw ValidationError("--nodata stands \(arguments.count) times; give it once")
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count else {
            throw ValidationError("--nodata '\(text)' is no number, for example 255, -9999, nan or 255,255,255")
        }
        guard let values = NodataValues(numbers, text: parts.joined(separator: ",")) else {
            throw ValidationError(
                "--nodata '\(text)' gives \(numbers.count) values; give one, or three for red, green and blue")
        }
        self.values = values
    }

    private static func number(_ text: String) -> Double? {
        // Digits of base 16 would be taken, too.
        text.lowercased().contains("x") ? nil : Double(text)
    }
}
